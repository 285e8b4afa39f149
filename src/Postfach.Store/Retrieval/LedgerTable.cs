using Postfach.Mail;

namespace Postfach.Store;

/// <summary>The ledger of retrieval in an account's file. Writing is the account's writer's, inside its transaction; reading anybody's with a connection.</summary>
internal sealed class LedgerTable(Database database)
{
    private const string Columns = "id, size, header, body, fetched, dated, read, deleted, flagged, state, changed, reason, flags_there, keywords_there";

    public RemoteMailbox Open(SourceId source, string name)
    {
        database["INSERT OR IGNORE INTO remote_mailbox (source, name) VALUES (?1, ?2)"].Bind(1, source.Value).Bind(2, name).Run();
        return ReadMailboxes(source).First(m => m.Name == name); // inserted above, or before
    }

    public IReadOnlyList<RemoteMailbox> ReadMailboxes(SourceId source)
    {
        var rows = database["SELECT id, name, uidvalidity, uidnext, highestmodseq, messages, unseen, hidden, listed FROM remote_mailbox WHERE source = ?1 ORDER BY name"].Bind(1, source.Value);
        var mailboxes = new List<RemoteMailbox>();
        while (rows.Step())
        {
            var cursor = new RemoteCursor((uint)rows.Int64(2), (uint)rows.Int64(3), (ulong)rows.Int64(4), (uint)rows.Int64(5), (uint)rows.Int64(6), (uint)rows.Int64(7), Time(rows, 8));
            mailboxes.Add(new RemoteMailbox(new RemoteMailboxId(rows.Int64(0)), rows.Text(1), cursor));
        }

        rows.Reset();
        return mailboxes;
    }

    public void WriteCursor(RemoteMailboxId mailbox, RemoteCursor cursor)
    {
        var row = database["UPDATE remote_mailbox SET uidvalidity = ?2, uidnext = ?3, highestmodseq = ?4, messages = ?5, unseen = ?6, hidden = ?7, listed = ?8 WHERE id = ?1"]
            .Bind(1, mailbox.Value)
            .Bind(2, cursor.UidValidity)
            .Bind(3, cursor.UidNext)
            .Bind(4, (long)cursor.HighestModSeq)
            .Bind(5, cursor.Exists)
            .Bind(6, cursor.Unseen)
            .Bind(7, cursor.Hidden);
        Bind(row, 8, cursor.Listed);
        row.Run();
    }

    public IReadOnlyList<LedgerEntry> Read(RemoteMailboxId mailbox)
    {
        var rows = database[$"SELECT {Columns} FROM retrieved WHERE mailbox = ?1"].Bind(1, mailbox.Value);
        var entries = new List<LedgerEntry>();
        while (rows.Step())
        {
            entries.Add(new LedgerEntry(
                rows.Text(0), rows.Int64(1), rows.Blob(2).ToArray(), rows.Int64(3) is > 0 and var body ? new BodyId((uint)body) : null, Time(rows, 4)!.Value,
                Time(rows, 5)!.Value, Time(rows, 6), Time(rows, 7), rows.Int64(8) != 0, (CopyState)rows.Int64(9), Time(rows, 10)!.Value, rows.IsNull(11) ? null : rows.Text(11),
                Flags(rows, 12)));
        }

        rows.Reset();
        return entries;
    }

    /// <summary>
    /// Whether a message is here already, in whatever state its copy is; and where the bytes of its placeholder lie, where it has one instead, with the flags that
    /// were carried to it.
    /// </summary>
    public (bool IsHeld, BodyId? Placeholder, FlagSet? FlagsThere) Held(RemoteMailboxId mailbox, string id)
    {
        var row = database["SELECT state, body, flags_there, keywords_there FROM retrieved WHERE mailbox = ?1 AND id = ?2"].Bind(1, mailbox.Value).Bind(2, id);
        var (state, body, flags) = row.Step() ? ((CopyState)row.Int64(0), row.Int64(1), Flags(row, 2)) : (CopyState.Refused, 0, null);
        row.Reset();
        return state == CopyState.Placeholder ? (false, body > 0 ? new BodyId((uint)body) : null, flags) : (state != CopyState.Refused, null, null);
    }

    public bool Has(RemoteMailboxId mailbox, CopyState state, CopyState or)
    {
        var row = database["SELECT 1 FROM retrieved WHERE mailbox = ?1 AND state IN (?2, ?3) LIMIT 1"].Bind(1, mailbox.Value).Bind(2, (long)state).Bind(3, (long)or);
        var found = row.Step();
        row.Reset();
        return found;
    }

    /// <summary>Whether something could be fetched though nothing is new: it was refused before, or has a placeholder and at most so many bytes, or that reason.</summary>
    public bool HasUnfetched(RemoteMailboxId mailbox, long upTo, string reason)
    {
        var row = database["SELECT 1 FROM retrieved WHERE mailbox = ?1 AND state >= 6 AND (state = ?2 OR size <= ?3 OR reason = ?4) LIMIT 1"] // 6: so that the index is used
            .Bind(1, mailbox.Value).Bind(2, (long)CopyState.Refused).Bind(3, upTo).Bind(4, reason);
        var found = row.Step();
        row.Reset();
        return found;
    }

    public void Write(RemoteMailboxId mailbox, LedgerEntry entry) =>
        Bind(database[$"INSERT OR REPLACE INTO retrieved (mailbox, {Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"].Bind(1, mailbox.Value), entry).Run();

    public void Delete(RemoteMailboxId mailbox, string id) =>
        database["DELETE FROM retrieved WHERE mailbox = ?1 AND id = ?2"].Bind(1, mailbox.Value).Bind(2, id).Run();

    public void Change(RemoteMailboxId mailbox, LedgerChange change, DateTimeOffset now) =>
        database["UPDATE retrieved SET state = ?3, reason = ?4, changed = ?5 WHERE mailbox = ?1 AND id = ?2"]
            .Bind(1, mailbox.Value).Bind(2, change.Id).Bind(3, (long)change.State).Bind(4, change.Reason).Bind(5, now.ToUnixTimeMilliseconds()).Run();

    public void WriteFlagsThere(RemoteMailboxId mailbox, string id, FlagSet flags) =>
        Bind(database["UPDATE retrieved SET flags_there = ?3, keywords_there = ?4 WHERE mailbox = ?1 AND id = ?2"].Bind(1, mailbox.Value).Bind(2, id), 3, flags).Run();

    /// <summary>Notes what is known here of a message.</summary>
    public void Observe(RemoteMailboxId mailbox, LedgerEntry entry)
    {
        var row = database["UPDATE retrieved SET read = ?3, deleted = ?4, flagged = ?5 WHERE mailbox = ?1 AND id = ?2"].Bind(1, mailbox.Value).Bind(2, entry.Id);
        Bind(row, 3, entry.Read);
        Bind(row, 4, entry.DeletedHere);
        row.Bind(5, entry.IsFlagged ? 1 : 0).Run();
    }

    public void Forget(SourceId source)
    {
        database["DELETE FROM retrieved WHERE mailbox IN (SELECT id FROM remote_mailbox WHERE source = ?1)"].Bind(1, source.Value).Run();
        database["DELETE FROM remote_mailbox WHERE source = ?1"].Bind(1, source.Value).Run();
        database["DELETE FROM retrieval WHERE source = ?1"].Bind(1, source.Value).Run();
    }

    /// <summary>How many runs of a source this file knows of: fewer than the data folder does, where an older file was put back.</summary>
    public long ReadRuns(SourceId source)
    {
        var row = database["SELECT runs FROM retrieval WHERE source = ?1"].Bind(1, source.Value);
        var runs = row.Step() ? row.Int64(0) : 0;
        row.Reset();
        return runs;
    }

    public void WriteRuns(SourceId source, long runs) =>
        database["INSERT OR REPLACE INTO retrieval (source, runs) VALUES (?1, ?2)"].Bind(1, source.Value).Bind(2, runs).Run();

    private static Statement Bind(Statement row, LedgerEntry entry)
    {
        row.Bind(2, entry.Id).Bind(3, entry.Size).Bind(4, entry.Header.Span).Bind(5, entry.Body is { } body ? (long)body.Value : 0);
        Bind(row, 6, entry.Fetched);
        Bind(row, 7, entry.Dated);
        Bind(row, 8, entry.Read);
        Bind(row, 9, entry.DeletedHere);
        row.Bind(10, entry.IsFlagged ? 1 : 0).Bind(11, (long)entry.State);
        Bind(row, 12, entry.Changed);
        return Bind(row.Bind(13, entry.Reason), 14, entry.FlagsThere);
    }

    private static void Bind(Statement row, int parameter, DateTimeOffset? time)
    {
        if (time is { } at)
            row.Bind(parameter, at.ToUnixTimeMilliseconds());
        else
            row.BindNull(parameter);
    }

    // In two parameters: system flags as a number, keywords as a text.
    private static Statement Bind(Statement row, int parameter, FlagSet? flags) => flags is null
        ? row.BindNull(parameter).BindNull(parameter + 1)
        : row.Bind(parameter, (long)flags.System).Bind(parameter + 1, string.Join(' ', flags.Keywords));

    private static FlagSet? Flags(Statement row, int column) => row.IsNull(column)
        ? null
        : FlagSet.Of((MessageFlags)row.Int64(column), MailboxTable.ReadKeywords(row.Text(column + 1)));

    private static DateTimeOffset? Time(Statement row, int column) => row.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(column));
}
