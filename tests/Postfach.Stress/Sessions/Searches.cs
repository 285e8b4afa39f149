using System.Globalization;
using Postfach.Stress.Model;

namespace Postfach.Stress.Sessions;

/// <summary>Makes a session's searches at random, and compares what comes with what is certain.</summary>
internal sealed class Searches(AccountModel account, ImapSession session, Random random)
{
    /// <param name="numbers">Sequence numbers may be used.</param>
    public ImapCommand Any(SessionView view, bool numbers)
    {
        var key = random.Next(5) switch
        {
            0 => Key(view).Not(),
            1 => Key(view).And(Key(view)),
            2 => Key(view).Or(Key(view)),
            _ => Key(view),
        };
        return Command("SEARCH", view, key, numbers);
    }

    /// <summary>A search that must find one message by its text; null where nobody knows that text.</summary>
    public ImapCommand? Text(SessionView view, uint uid) => uid > 0 && account.Marker(view.Mailbox, uid) is { } marker
        ? Command("SEARCH of new", view, Texts(view.Mailbox).TextOf(marker), random.Next(2) == 0)
        : null;

    private ImapCommand Command(string name, SessionView view, SearchKey key, bool numbers)
    {
        var asked = view.Messages.Where(m => m.Uid != 0).ToList();
        var gone = view.Gone.Count;
        var extended = session.Capabilities.Contains("ESEARCH") && random.Next(2) == 0;
        ImapCommand? command = null;
        command = new ImapCommand(name, $"{(numbers ? "" : "UID ")}SEARCH {(extended ? "RETURN (ALL COUNT MIN MAX) " : "")}{key.Text}")
        {
            ForbidsExpunge = numbers,
            IsSearch = true,
            Done = answer =>
            {
                if (!answer.IsOk)
                    throw new RuleBrokenException(Rule.Refused, $"SEARCH: {answer.Text}");
                var found = numbers ? command!.Hits.Numbers.Select(n => view.At(n).Uid).ToHashSet() : command!.Hits.Numbers; // set before it is sent
                if (extended)
                    CheckExtended(command);
                CheckHits(view, key, asked, command, found);
                if (view.Gone.Take(gone).FirstOrDefault(found.Contains) is > 0 and { } uid)
                    throw new RuleBrokenException(Rule.Search, $"{command.Text}: UID {uid} of {view.Mailbox} was told to be gone before");
            },
        };
        return command;
    }

    private static void CheckExtended(ImapCommand command)
    {
        var hits = command.Hits;
        if ((hits.Count ?? 0) != hits.Numbers.Count)
            throw new RuleBrokenException(Rule.Search, $"{command.Text}: COUNT {hits.Count}, and ALL has {hits.Numbers.Count}");
        if (hits.Numbers.Count > 0 && (hits.Least != hits.Numbers.Min() || hits.Greatest != hits.Numbers.Max()))
            throw new RuleBrokenException(Rule.Search, $"{command.Text}: MIN {hits.Least} and MAX {hits.Greatest} are not those of ALL");
    }

    private void CheckHits(SessionView view, SearchKey key, List<MessageView> asked, ImapCommand command, HashSet<uint> found)
    {
        foreach (var message in asked.Where(m => !account.MayBeGone(view.Mailbox, m.Uid)))
        {
            if (key.Matches(message.Uid) is { } must && must != found.Contains(message.Uid))
                throw new RuleBrokenException(Rule.Search, $"{command.Text}: UID {message.Uid} {(must ? "is missing" : "is no hit")}");
        }
    }

    private SearchKey Key(SessionView view)
    {
        var (mailbox, own) = (view.Mailbox, session.OwnFlags(view.Mailbox));
        switch (random.Next(8))
        {
            case < 3:
                var flag = own.ElementAt(random.Next(own.Count));
                var name = flag[0] == '\\' ? flag[1..].ToUpperInvariant() : $"KEYWORD {flag}";
                return random.Next(2) == 0
                    ? new SearchKey(name, uid => account.OwnFlag(mailbox, uid, flag))
                    : new SearchKey($"UN{name}", uid => !account.OwnFlag(mailbox, uid, flag));
            case < 6 when SomeUid(view) is { } some && account.Marker(mailbox, some) is { } marker:
                return Texts(mailbox).For(marker);
            case 6:
                var size = random.Next(300, 1500);
                return new SearchKey($"LARGER {size}", uid => Size(mailbox, uid) is { } known ? known > size : null);
            default:
                return new SearchKey("ALL", _ => true);
        }
    }

    // Any message, one of the newest, or one that is gone.
    private uint? SomeUid(SessionView view)
    {
        var uids = random.Next(4) switch
        {
            0 => view.Gone,
            1 => [.. view.Messages.TakeLast(3).Select(m => m.Uid)],
            _ => view.Messages.ConvertAll(m => m.Uid),
        };
        return uids.Count > 0 ? uids[random.Next(uids.Count)] : null;
    }

    private TextKeys Texts(string mailbox) => new(uid => account.Marker(mailbox, uid), random);

    private int? Size(string mailbox, uint uid) =>
        account.StaticData(mailbox, uid, "RFC822.SIZE") is { } size ? int.Parse(size, CultureInfo.InvariantCulture) : null;
}
