using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// The import ledger of an account's file: what came from which source, by content and number of equal messages. It outlives the messages, so that what
/// was deleted here does not come again. Used by the account's writer, inside its transaction.
/// </summary>
internal sealed class ImportTable(Database database)
{
    public ImportRun Begin(string source, MailboxName target)
    {
        database["INSERT INTO import_source (source, mailbox, run) VALUES (?1, ?2, 1) ON CONFLICT (source, mailbox) DO UPDATE SET run = run + 1"]
            .Bind(1, source)
            .Bind(2, target.Value)
            .Run();
        var row = database["SELECT id, run FROM import_source WHERE source = ?1 AND mailbox = ?2"].Bind(1, source).Bind(2, target.Value);
        row.Step();
        var run = new ImportRun(row.Int64(0), row.Int64(1), target);
        row.Reset();
        return run;
    }

    public bool IsCurrent(ImportRun run)
    {
        var row = database["SELECT run FROM import_source WHERE id = ?1"].Bind(1, run.Source);
        var current = row.Step() && row.Int64(0) == run.Number;
        row.Reset();
        return current;
    }

    /// <summary>Counts a message that the run has met. True: no run has met so many of this content before, so this one is new.</summary>
    public bool Meet(ImportRun run, ReadOnlySpan<byte> hash)
    {
        var row = database["SELECT run, met, brought FROM imported WHERE source = ?1 AND hash = ?2"].Bind(1, run.Source).Bind(2, hash);
        var (met, brought) = row.Step() ? (row.Int64(0) == run.Number ? row.Int64(1) : 0, row.Int64(2)) : (0, 0);
        row.Reset();
        met++;
        database["INSERT OR REPLACE INTO imported (source, hash, run, met, brought) VALUES (?1, ?2, ?3, ?4, ?5)"]
            .Bind(1, run.Source)
            .Bind(2, hash)
            .Bind(3, run.Number)
            .Bind(4, met)
            .Bind(5, Math.Max(met, brought))
            .Run();
        return met > brought;
    }
}
