using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What retrieval does to an account, as the writer runs it: messages and their lines in the ledger are one commit.</summary>
internal static class LedgerChanges
{
    public static FetchResult TakeIn(WriteScope scope, RemoteMailboxId mailbox, IReadOnlyList<FetchedMessage> messages, Actor actor)
    {
        var held = messages.Select(m => scope.File.Ledger.Held(mailbox, m.Id)).ToArray();
        var isNew = held.Select(h => !h.IsHeld).ToArray();
        var filling = messages.Zip(held, (m, h) => (Message: m, Places: m.IsPlaceholder ? [] : PlaceholderChanges.Find(scope, h.Placeholder), h.FlagsThere)).Where(f => f.Places.Count > 0).ToList();
        var groups = messages.Where((_, i) => isNew[i]).Except(filling.Select(f => f.Message)).GroupBy(m => m.Target).ToList();

        // What may be refused is asked before anything is recorded; a mailbox that was made for nothing does no harm.
        foreach (var target in groups)
        {
            if (scope.State.Tree.Find(target.Key) is null && Make(scope, target.Key, actor) is { } why)
                return new FetchResult.NoMailbox(target.Key, why);
        }

        var withoutKeywords = 0;
        foreach (var group in groups)
        {
            var fitting = Fitting(scope, group.Key, [.. group]);
            withoutKeywords += fitting.Zip(group).Count(p => !ReferenceEquals(p.First, p.Second));
            MessageChanges.Append(scope, group.Key, [.. fitting.Select(m => m.Message)], actor);
            foreach (var message in fitting)
                scope.File.Ledger.Write(mailbox, EntryOf(message, scope.Now));
        }

        foreach (var (message, places, carried) in filling)
        {
            // The placeholder's flags stay: what has changed there since is still to be carried.
            PlaceholderChanges.Fill(scope, places, message.Message.Content, actor);
            scope.File.Ledger.Write(mailbox, EntryOf(message with { FlagsThere = carried }, scope.Now));
        }

        return new FetchResult.Committed(isNew, withoutKeywords);
    }

    // Mail is worth more than its keywords: where there would be too many, it comes without those that are new to the mailbox.
    private static IReadOnlyList<FetchedMessage> Fitting(WriteScope scope, MailboxName target, IReadOnlyList<FetchedMessage> messages) =>
        !MessageChanges.ExceedsKeywords(scope, target, messages.Select(m => m.Message)) ? messages : [.. messages.Select(m =>
        {
            var known = MessageChanges.WithKnownKeywords(scope, scope.State.Tree.Find(target)!.Id, m.Message.Flags); // Made before
            return known.Equals(m.Message.Flags) ? m : m with { Message = m.Message with { Flags = known }, FlagsThere = m.FlagsThere?.Without(m.Message.Flags.Without(known)) };
        })];

    private static LedgerEntry EntryOf(FetchedMessage message, DateTimeOffset now)
    {
        var (content, flags) = (message.Message.Content, message.Message.Flags);
        return new LedgerEntry(
            message.Id, message.Size, message.Header, content.Body, now, message.Dated, flags.Has(MessageFlags.Seen) ? now : null, DeletedHere: null,
            flags.Has(MessageFlags.Flagged), message.IsPlaceholder ? CopyState.Placeholder : CopyState.There, now, message.Doubt, message.FlagsThere);
    }

    private static string? Make(WriteScope scope, MailboxName name, Actor actor)
    {
        if (MailboxChanges.Create(scope, name, SpecialUse.None, actor) is not MailboxResult.Done)
            return "the account has as many mailboxes as it may (Limits:Mailboxes)";
        MailboxChanges.Subscribe(scope, name, subscribed: true, actor);
        return null;
    }
}
