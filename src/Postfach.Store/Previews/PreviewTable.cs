using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Writes previews into an account's file. Used by the account's writer, inside its transaction.</summary>
internal sealed class PreviewTable(Database database)
{
    /// <summary>Lays down one that was made; nothing where the body has gone meanwhile.</summary>
    public void Keep(BodyId body, byte[] preview) =>
        database["INSERT OR REPLACE INTO preview SELECT id, ?2 FROM body WHERE id = ?1"].Bind(1, body.Value).Bind(2, preview).Run();
}
