using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>Writes what messages are ordered and threaded by into an account's file. Used by the account's writer, inside its transaction.</summary>
internal sealed class KeyTable(Database database)
{
    /// <summary>Lays down keys that were made; nothing where the body has gone meanwhile.</summary>
    public void Keep(BodyId body, MessageKeys keys)
    {
        database["INSERT OR REPLACE INTO key_numbers SELECT id, ?2 FROM body WHERE id = ?1"].Bind(1, body.Value).Bind(2, keys.Numbers.Span).Run();
        database["INSERT OR REPLACE INTO key_texts SELECT id, ?2 FROM body WHERE id = ?1"].Bind(1, body.Value).Bind(2, keys.Texts.Span).Run();
    }
}
