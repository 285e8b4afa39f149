using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Gives bodies their threads, in an account's file. A thread, once given, stays: RFC 8474 §5.2, "The server MUST NOT change the THREADID of a message once reported".
/// Used by the account's writer, inside its transaction.
/// </summary>
internal sealed class ThreadTable(Database database)
{
    /// <summary>Bodies that have no thread yet, the oldest first; at most so many.</summary>
    public List<BodyId> ReadMissing(int limit)
    {
        var rows = database["SELECT id FROM body WHERE NOT EXISTS (SELECT 1 FROM thread_of WHERE body = body.id) ORDER BY id LIMIT ?1"].Bind(1, limit);
        var found = new List<BodyId>();
        while (rows.Step())
            found.Add(new BodyId((uint)rows.Int64(0)));
        rows.Reset();
        return found;
    }

    /// <summary>
    /// Gives a body its thread: that of the nearest message it refers to, or of one that referred to it; else a new one, which has the name of the oldest message it
    /// refers to, so that it mostly gets the same one in another account or when all of this was lost.
    /// </summary>
    public void Give(ThreadSeed seed)
    {
        long? thread = null;
        for (var i = seed.References.Length - 1; i >= 0 && thread is null; i--)
            thread = Find(seed.References[i]);
        var given = thread ?? Find(seed.Id) ?? (long)(seed.References.Length > 0 ? seed.References[0] : seed.Id != 0 ? seed.Id : seed.Content);
        database["INSERT OR IGNORE INTO thread_of SELECT id, ?2 FROM body WHERE id = ?1"].Bind(1, seed.Body.Value).Bind(2, given).Run();
        Join(seed.Id, given);
        foreach (var id in seed.References)
            Join(id, given);
    }

    private long? Find(ulong id)
    {
        if (id == 0)
            return null;
        var row = database["SELECT thread FROM thread_member WHERE id = ?1"].Bind(1, (long)id);
        long? thread = row.Step() ? row.Int64(0) : null;
        row.Reset();
        return thread;
    }

    /// <summary>Replies to this message belong to the thread, unless they belong to another one already.</summary>
    private void Join(ulong id, long thread)
    {
        if (id != 0)
            database["INSERT OR IGNORE INTO thread_member VALUES (?1, ?2)"].Bind(1, (long)id).Bind(2, thread).Run();
    }
}
