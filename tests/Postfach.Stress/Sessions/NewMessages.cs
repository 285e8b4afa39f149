using Postfach.Stress.Model;
using Postfach.Stress.Wire;

namespace Postfach.Stress.Sessions;

/// <summary>
/// The messages of a mailbox that were announced and of which nothing else is known yet. A search must find them at once: no index may be behind the
/// announcement (RFC 9051 §6.4.4). To be made, sent and checked while no EXPUNGE may come.
/// </summary>
internal sealed class NewMessages
{
    // What the header and the body of each of the tester's messages have, up to a million of them.
    private static readonly string[] Keys = ["TEXT m000", "BODY t000"];

    private readonly SessionView _view;
    private readonly List<(uint Number, MessageView Message)> _messages;
    private readonly ImapCommand? _search;

    public NewMessages(SessionView view)
    {
        _view = view;
        _messages = [.. view.Messages.Select((m, i) => ((uint)i + 1, m)).Where(m => m.m.Uid == 0)];
        if (_messages.Count == 0)
            return;
        var key = Keys[_messages[^1].Number % Keys.Length];
        var set = UidSet.Write(_messages.Select(m => m.Number));
        _search = new ImapCommand("SEARCH of new", $"SEARCH {set} {key}") { ForbidsExpunge = true, IsSearch = true };
    }

    /// <summary>To be sent before anything else is asked of them.</summary>
    public IEnumerable<ImapCommand> Searches => _search is null ? [] : [_search];

    /// <summary>When the search is answered and their UIDs and headers are known.</summary>
    public void Check(AccountModel account)
    {
        if (_search is null)
            return;
        foreach (var (number, message) in _messages.Where(m => m.Message.Uid != 0 && !_search.Hits.Numbers.Contains(m.Number)))
        {
            if (!account.MayBeGone(_view.Mailbox, message.Uid))
                throw new RuleBrokenException(Rule.Search, $"{_search.Text}: UID {message.Uid} of {_view.Mailbox}, just announced as {number}, is missing");
        }
    }
}
