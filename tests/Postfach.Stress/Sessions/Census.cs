using Postfach.Stress.Model;

namespace Postfach.Stress.Sessions;

/// <summary>Makes the mailboxes of an account, and at check points compares them with what all sessions see and what the model knows.</summary>
internal sealed class Census(AccountModel account, StressSettings settings, StressReport report)
{
    private ImapSession _session = NewSession(account, settings, report);

    public IEnumerable<string> Log => _session.Log;

    public async Task PrepareAsync(CancellationToken ct)
    {
        await _session.OpenAsync(ct);
        foreach (var mailbox in account.Mailboxes.Where(m => m != AccountModel.Inbox))
        {
            // It may be there from another run, or not.
            await _session.RunAsync([new ImapCommand("DELETE", $"DELETE {mailbox}") { Done = _ => { } }, new ImapCommand("CREATE", $"CREATE {mailbox}")], ct);
        }

        await _session.SelectAsync(AccountModel.Inbox, true, ct);
        if (_session.View?.Messages.Count > 0)
            await EmptyAsync(_session.View, ct);
        await _session.LogOutAsync(ct);
        _session = NewSession(account, settings, report);
    }

    /// <param name="everyFlag">All that sessions may set in a mailbox.</param>
    public async Task CheckAsync(IReadOnlyCollection<Picture> pictures, Func<string, IReadOnlyCollection<string>> everyFlag, CancellationToken ct)
    {
        await _session.OpenAsync(ct);
        foreach (var mailbox in account.Mailboxes)
        {
            await _session.RunAsync([new ImapCommand("STATUS", $"STATUS {mailbox} (MESSAGES UIDNEXT UNSEEN)")], ct);
            var status = _session.Status;
            await _session.SelectAsync(mailbox, false, ct);
            var data = new ImapCommand("FETCH", "FETCH 1:* (UID RFC822.SIZE INTERNALDATE ENVELOPE BODYSTRUCTURE)") { ForbidsExpunge = true };
            if (_session.View?.Messages.Count > 0)
                await _session.RunAsync([data], ct);
            var picture = await _session.SettleAsync(ct);
            CheckStatus(status, picture);
            foreach (var other in pictures.Where(p => p.Mailbox == mailbox))
                Compare(picture, other);
            account.CheckPoint(picture, everyFlag(mailbox));
        }

        account.CheckDeliveries();
        await _session.LogOutAsync(ct);
        _session = NewSession(account, settings, report);
    }

    private static ImapSession NewSession(AccountModel account, StressSettings settings, StressReport report) =>
        new($"census of {account.User.Name}", "CONDSTORE", account, settings, report);

    private static void Compare(Picture census, Picture other)
    {
        var uids = census.Messages.Keys;
        if (!uids.SequenceEqual(other.Messages.Keys))
        {
            throw new RuleBrokenException(
                Rule.Disagree, $"{census.Mailbox} has UIDs {Wire.UidSet.Write(uids)}; a session that has settled has {Wire.UidSet.Write(other.Messages.Keys)}");
        }

        foreach (var uid in uids)
        {
            var (one, two) = (census.Messages[uid], other.Messages[uid]);
            if (!one.Flags.SetEquals(two.Flags) || (one.ModSeq != two.ModSeq && one.ModSeq > 0 && two.ModSeq > 0))
            {
                throw new RuleBrokenException(
                    Rule.Disagree, $"UID {uid} of {census.Mailbox}: {string.Join(' ', one.Flags)} ({one.ModSeq}), elsewhere {string.Join(' ', two.Flags)} ({two.ModSeq})");
            }
        }
    }

    private static void CheckStatus(IReadOnlyDictionary<string, ulong> status, Picture picture)
    {
        var unseen = picture.Messages.Values.Count(m => !m.Flags.Contains("\\Seen"));
        var last = picture.Messages.Keys.LastOrDefault();
        if (status["MESSAGES"] != (ulong)picture.Messages.Count || status["UNSEEN"] != (ulong)unseen || status["UIDNEXT"] <= last)
        {
            throw new RuleBrokenException(
                Rule.Status, $"{picture.Mailbox} has {picture.Messages.Count} messages, {unseen} unseen, the last with UID {last}; {string.Join(' ', status)}");
        }
    }

    private async Task EmptyAsync(SessionView view, CancellationToken ct)
    {
        if (!settings.Empty)
            throw new InvalidOperationException($"INBOX of {account.User.Name} is not empty; --empty deletes what is in it");
        account.MayDelete(view.Mailbox, view.Messages.Select(m => m.Uid));
        await _session.RunAsync([new ImapCommand("STORE", "STORE 1:* +FLAGS (\\Deleted)"), new ImapCommand("EXPUNGE", "EXPUNGE")], ct);
    }
}
