using System.Collections.Immutable;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Writes and reads mailboxes and subscriptions in an account's file. Used by the account's writer, inside its transaction.</summary>
internal sealed class MailboxTable(Database database)
{
    public void Insert(MailboxEntry entry) =>
        database["INSERT INTO mailbox (id, name, special_use, uidvalidity, uidnext, highestmodseq, floor, keywords) VALUES (?1, ?2, ?3, ?4, 1, 0, 0, '')"]
            .Bind(1, entry.Id.Value)
            .Bind(2, entry.Name.Value)
            .Bind(3, (long)entry.SpecialUse)
            .Bind(4, entry.UidValidity.Value)
            .Run();

    public void Rename(MailboxId mailbox, MailboxName? name) =>
        database["UPDATE mailbox SET name = ?2 WHERE id = ?1"].Bind(1, mailbox.Value).Bind(2, name?.Value).Run();

    public void WriteHead(SnapshotHead head) =>
        database["UPDATE mailbox SET uidnext = ?2, highestmodseq = ?3, keywords = ?4, uidvalidity = ?5 WHERE id = ?1"]
            .Bind(1, head.Mailbox.Value)
            .Bind(2, head.UidNext.Value)
            .Bind(3, head.HighestModSeq.Value)
            .Bind(4, string.Join(' ', head.Keywords))
            .Bind(5, head.UidValidity.Value)
            .Run();

    /// <summary>Whether a mailbox has this UIDVALIDITY, or had it when it was deleted.</summary>
    public bool Knows(UidValidity validity)
    {
        var row = database["SELECT 1 FROM mailbox WHERE uidvalidity = ?1 LIMIT 1"].Bind(1, validity.Value);
        var knows = row.Step();
        row.Reset();
        return knows;
    }

    public void WriteRecent(MailboxId mailbox, Uid first) =>
        database["UPDATE mailbox SET recent = ?2 WHERE id = ?1"].Bind(1, mailbox.Value).Bind(2, first.Value).Run();

    public IReadOnlyList<(MailboxId Mailbox, Uid First)> ReadRecent()
    {
        var rows = database["SELECT id, recent FROM mailbox"];
        var found = new List<(MailboxId, Uid)>();
        while (rows.Step())
            found.Add((new MailboxId(rows.Int64(0)), new Uid((uint)rows.Int64(1))));
        rows.Reset();
        return found;
    }

    /// <summary>No mailbox gives a UID below this any more.</summary>
    public void RaiseUidNext(Uid least) => database["UPDATE mailbox SET uidnext = max(uidnext, ?1)"].Bind(1, least.Value).Run();

    public void WriteSubscription(MailboxName name, bool subscribed) =>
        database[subscribed ? "INSERT OR IGNORE INTO subscription VALUES (?1)" : "DELETE FROM subscription WHERE name = ?1"].Bind(1, name.Value).Run();

    public IEnumerable<(MailboxEntry? Entry, SnapshotHead Head)> ReadAll()
    {
        var rows = database["SELECT id, name, special_use, uidvalidity, uidnext, highestmodseq, keywords FROM mailbox ORDER BY id"];
        while (rows.Step())
        {
            var id = new MailboxId(rows.Int64(0));
            var validity = new UidValidity((uint)rows.Int64(3));
            var entry = rows.IsNull(1) ? null : new MailboxEntry(id, MailboxName.Parse(rows.Text(1)), (SpecialUse)rows.Int64(2), validity);
            yield return (entry, new SnapshotHead(id, validity, new Uid((uint)rows.Int64(4)), new ModSeq(rows.Int64(5)), ReadKeywords(rows.Text(6))));
        }

        rows.Reset();
    }

    public ImmutableSortedSet<string> ReadSubscriptions()
    {
        var names = MailboxTree.Empty.Subscriptions.ToBuilder();
        var rows = database["SELECT name FROM subscription"];
        while (rows.Step())
            names.Add(rows.Text(0));
        rows.Reset();
        return names.ToImmutable();
    }

    /// <param name="text">With spaces between them.</param>
    public static ImmutableArray<Keyword> ReadKeywords(string text)
    {
        var keywords = ImmutableArray.CreateBuilder<Keyword>();
        foreach (var name in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Keyword.TryParse(name, out var keyword))
                keywords.Add(keyword);
        }

        return keywords.ToImmutable();
    }
}
