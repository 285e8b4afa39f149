using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Where the messages of an account are. By their bytes: one that was moved, copied or renamed is still the same.</summary>
internal static class LocalMessages
{
    /// <summary>The messages with these bytes, as of one committed change.</summary>
    public static async Task<ILookup<BodyId, (MailboxId Mailbox, Uid Uid)>> FindAsync(Account account, IReadOnlySet<BodyId> bodies, CancellationToken ct)
    {
        if (bodies.Count == 0)
            return Enumerable.Empty<(BodyId Body, (MailboxId, Uid) Place)>().ToLookup(p => p.Body, p => p.Place);
        var state = await StateAsync(account, ct);
        return state.Tree.ByName.Values
            .SelectMany(e => state.Mailboxes[e.Id].Snapshot!.Messages(), (e, m) => (Mailbox: e.Id, Message: m)) // StateAsync has all of them
            .Where(m => bodies.Contains(m.Message.Body))
            .ToLookup(m => m.Message.Body, m => (m.Mailbox, m.Message.Uid));
    }

    /// <summary>The account with all its mailboxes loaded: of mailboxes read one after the other, a message that is moved meanwhile could be in none.</summary>
    public static async Task<AccountState> StateAsync(Account account, CancellationToken ct)
    {
        while (true)
        {
            var state = account.Writer.State;
            var cold = state.Tree.ByName.Values.Where(m => state.Mailboxes[m.Id].Snapshot is null).ToList();
            if (cold.Count == 0)
                return state;
            foreach (var mailbox in cold)
                await account.OpenMailboxAsync(mailbox.Name, ct);
        }
    }
}
