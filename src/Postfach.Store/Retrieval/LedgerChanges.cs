using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What retrieval does to an account, as the writer runs it: messages and their lines in the ledger are one commit.</summary>
internal static class LedgerChanges
{
    public static FetchResult TakeIn(WriteScope scope, RemoteMailboxId mailbox, IReadOnlyList<FetchedMessage> messages, Actor actor)
    {
        var held = messages.Select(m => scope.File.Ledger.Held(mailbox, m.Id)).ToArray();
        var isNew = held.Select(h => !h.IsHeld).ToArray();
        var filling = messages.Zip(held, (m, h) => (Message: m, Places: m.IsPlaceholder ? [] : PlaceholderChanges.Find(scope, h.Placeholder))).Where(f => f.Places.Count > 0).ToList();
        var groups = messages.Where((_, i) => isNew[i]).Except(filling.Select(f => f.Message)).GroupBy(m => m.Target).ToList();

        // What may be refused is asked before anything is recorded; a mailbox that was made for nothing does no harm.
        foreach (var target in groups)
        {
            if (scope.State.Tree.Find(target.Key) is null && Make(scope, target.Key, actor) is { } why)
                return new FetchResult.NoMailbox(target.Key, why);
            if (MessageChanges.ExceedsKeywords(scope, target.Key, target.Select(m => m.Message)))
                return new FetchResult.TooManyKeywords(target.Key);
        }

        foreach (var group in groups)
        {
            MessageChanges.Append(scope, group.Key, [.. group.Select(m => m.Message)], actor);
            foreach (var message in group)
                scope.File.Ledger.Write(mailbox, EntryOf(message, scope.Now));
        }

        foreach (var (message, places) in filling)
        {
            PlaceholderChanges.Fill(scope, places, message.Message.Content, actor);
            scope.File.Ledger.Write(mailbox, EntryOf(message, scope.Now));
        }

        return new FetchResult.Committed(isNew);
    }

    private static LedgerEntry EntryOf(FetchedMessage message, DateTimeOffset now)
    {
        var (content, flags) = (message.Message.Content, message.Message.Flags);
        return new LedgerEntry(
            message.Id, message.Size, message.Header, content.Body, now, message.Dated, flags.Has(MessageFlags.Seen) ? now : null, DeletedHere: null,
            flags.Has(MessageFlags.Flagged), message.IsPlaceholder ? CopyState.Placeholder : CopyState.There, now, message.Doubt);
    }

    private static string? Make(WriteScope scope, MailboxName name, Actor actor)
    {
        if (MailboxChanges.Create(scope, name, SpecialUse.None, actor) is not MailboxResult.Done)
            return "the account has as many mailboxes as it may (Limits:Mailboxes)";
        MailboxChanges.Subscribe(scope, name, subscribed: true, actor);
        return null;
    }
}
