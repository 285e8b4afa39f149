using System.Globalization;

namespace Postfach.Bench.Load;

/// <summary>
/// Commands as mail programs send them, at random from a seed: looking (NOOP, STATUS, flags, envelopes, listed headers, whole messages),
/// SEARCH, and flags that are set and taken away. Of 100: 15 NOOP, 10 SELECT, 10 STATUS, 20 flags of ten, 15 envelopes and structures of
/// ten, 8 headers of ten, 7 one body, 10 STORE, 5 SEARCH.
/// </summary>
internal sealed class MixedCommands(int seed)
{
    /// <summary>What each user has in its INBOX, and in its other mailbox.</summary>
    public const int InInbox = 100, InWork = 20;

    private readonly Random _random = new(seed);
    private int _messages = InInbox;

    /// <summary>The session begins with INBOX selected.</summary>
    public void Begin() => _messages = InInbox;

    public string Next() => _random.Next(100) switch
    {
        < 15 => "NOOP",
        < 25 => Select(),
        < 35 => "STATUS Work (MESSAGES UNSEEN UIDNEXT)",
        < 55 => $"FETCH {Ten()} (UID FLAGS)",
        < 70 => $"UID FETCH {Ten()} (ENVELOPE BODYSTRUCTURE RFC822.SIZE)",
        < 78 => $"UID FETCH {Ten()} (FLAGS BODY.PEEK[HEADER.FIELDS (From To Subject Date Message-ID)])",
        < 85 => $"UID FETCH {One()} BODY.PEEK[]",
        < 90 => $"STORE {One()} +FLAGS (\\Seen)",
        < 95 => $"STORE {One()} -FLAGS (\\Seen)",
        _ => "UID SEARCH UNSEEN",
    };

    public int NextUser(int users) => _random.Next(users);

    private string Select()
    {
        _messages = _messages == InInbox ? InWork : InInbox;
        return _messages == InInbox ? "SELECT INBOX" : "SELECT Work";
    }

    private string One() => (1 + _random.Next(_messages)).ToString(CultureInfo.InvariantCulture);

    private string Ten()
    {
        var first = 1 + _random.Next(_messages - 9);
        return string.Create(CultureInfo.InvariantCulture, $"{first}:{first + 9}");
    }
}
