using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postfach.Retrieval.Tests.Pop3;

/// <summary>A POP3 provider that is what a test says: well-behaved, or wrong in one of the ways that providers are. What it holds outlives its sessions.</summary>
internal sealed class ScriptedPop3 : IAsyncDisposable
{
    private readonly LoopbackServer _server;

    public ScriptedPop3() => _server = new LoopbackServer((stream, ct) => new Session(this, stream, _sessions++).RunAsync(ct));

    public IPEndPoint EndPoint => _server.EndPoint;

    /// <summary>The maildrop: ids and bytes.</summary>
    public List<(string Id, byte[] Bytes)> Messages { get; } = [];

    /// <summary>All commands, one a line.</summary>
    public List<string> Commands { get; } = [];

    public bool HasUidl { get; set; } = true;

    public bool HasTop { get; set; } = true;

    public bool Pipelines { get; set; } = true;

    /// <summary>It announces UTF8, and refuses it.</summary>
    public bool OffersUtf8 { get; set; }

    /// <summary>Another id for each message in each session.</summary>
    public bool ChangesIds { get; set; }

    /// <summary>The message's number is its id.</summary>
    public bool NumbersAreIds { get; set; }

    /// <summary>All have the same id.</summary>
    public bool RepeatsIds { get; set; }

    /// <summary>Added to every size it tells.</summary>
    public int SizeLie { get; set; }

    /// <summary>It ends the connection after so many bytes of a session; null: it does not.</summary>
    public int? DropAfter { get; set; }

    /// <summary>QUIT is answered with -ERR, and nothing is deleted.</summary>
    public bool QuitFails { get; set; }

    /// <summary>QUIT deletes, and the answer never comes.</summary>
    public bool QuitIsSilent { get; set; }

    /// <summary>All is answered with +OK, and nothing is deleted.</summary>
    public bool KeepsAll { get; set; }

    /// <summary>Messages, by their place from 0, that cannot be retrieved.</summary>
    public HashSet<int> Unreadable { get; } = [];

    /// <summary>What CAPA says beside the usual.</summary>
    public List<string> Announces { get; } = [];

    /// <summary>What it says instead after the log-in; empty: the same.</summary>
    public List<string> AnnouncesLoggedIn { get; } = [];

    /// <summary>What it answers to PASS; null: +OK.</summary>
    public string? LogInRefusal { get; set; }

    /// <summary>Bytes of the longest session so far.</summary>
    public int LongestSession { get; private set; }

    private int _sessions;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private sealed class Session(ScriptedPop3 drop, NetworkStream stream, int number)
    {
        private readonly List<(string Id, byte[] Bytes)> _messages = [.. drop.Messages];
        private readonly HashSet<int> _marked = [];
        private int _sent;
        private bool _isLoggedIn;

        public async Task RunAsync(CancellationToken ct)
        {
            using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
            await SendAsync("+OK ready\r\n", ct);
            while (await reader.ReadLineAsync(ct) is { } line)
            {
                drop.Commands.Add(line);
                if (!await AnswerAsync(line.Split(' '), ct))
                    break;
            }

            drop.LongestSession = Math.Max(drop.LongestSession, _sent);
        }

        private async Task<bool> AnswerAsync(string[] words, CancellationToken ct)
        {
            switch (words[0].ToUpperInvariant())
            {
                case "CAPA":
                    var more = string.Concat((_isLoggedIn && drop.AnnouncesLoggedIn.Count > 0 ? drop.AnnouncesLoggedIn : drop.Announces).Select(l => l + "\r\n"));
                    await SendAsync($"+OK\r\n{(drop.HasUidl ? "UIDL\r\n" : "")}{(drop.HasTop ? "TOP\r\n" : "")}{(drop.OffersUtf8 ? "UTF8\r\n" : "")}USER\r\n{(drop.Pipelines ? "PIPELINING\r\n" : "")}{more}.\r\n", ct);
                    break;
                case "USER":
                    await SendAsync("+OK\r\n", ct);
                    break;
                case "PASS":
                    _isLoggedIn = drop.LogInRefusal is null;
                    await SendAsync($"{drop.LogInRefusal ?? "+OK"}\r\n", ct);
                    break;
                case "STAT":
                    await SendAsync(string.Create(CultureInfo.InvariantCulture, $"+OK {_messages.Count} {_messages.Sum(m => m.Bytes.Length)}\r\n"), ct);
                    break;
                case "LIST":
                    await ListAsync(words, i => (_messages[i].Bytes.Length + drop.SizeLie).ToString(CultureInfo.InvariantCulture), ct);
                    break;
                case "UIDL" when drop.HasUidl:
                    await ListAsync(words, IdOf, ct);
                    break;
                case "RETR":
                    await GiveAsync(Place(words), headerOnly: false, ct);
                    break;
                case "TOP" when drop.HasTop:
                    await GiveAsync(Place(words), headerOnly: true, ct);
                    break;
                case "DELE":
                    _marked.Add(Place(words));
                    await SendAsync("+OK\r\n", ct);
                    break;
                case "QUIT":
                    await QuitAsync(ct);
                    return false;
                default:
                    await SendAsync("-ERR no such command\r\n", ct);
                    break;
            }

            return true;
        }

        private static int Place(string[] words) => int.Parse(words[1], CultureInfo.InvariantCulture) - 1;

        private string IdOf(int place) =>
            drop.RepeatsIds ? "same" : drop.NumbersAreIds ? (place + 1).ToString(CultureInfo.InvariantCulture) : drop.ChangesIds ? $"s{number}-{_messages[place].Id}" : _messages[place].Id;

        private async Task ListAsync(string[] words, Func<int, string> value, CancellationToken ct)
        {
            if (words.Length > 1)
            {
                await SendAsync($"+OK {words[1]} {value(Place(words))}\r\n", ct);
                return;
            }

            var list = new StringBuilder("+OK\r\n");
            for (var i = 0; i < _messages.Count; i++)
                list.Append(CultureInfo.InvariantCulture, $"{i + 1} {value(i)}\r\n");
            await SendAsync(list.Append(".\r\n").ToString(), ct);
        }

        private async Task GiveAsync(int place, bool headerOnly, CancellationToken ct)
        {
            if (drop.Unreadable.Contains(place) && !headerOnly)
            {
                await SendAsync("-ERR the disk says no\r\n", ct);
                return;
            }

            var text = Encoding.Latin1.GetString(_messages[place].Bytes);
            if (headerOnly && text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end)
                text = text[..(end + 4)];
            var stuffed = text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
            await SendAsync($"+OK\r\n{(stuffed.StartsWith('.') ? "." : "")}{stuffed}{(stuffed.EndsWith("\r\n", StringComparison.Ordinal) ? "" : "\r\n")}.\r\n", ct);
        }

        private async Task QuitAsync(CancellationToken ct)
        {
            if (!drop.QuitFails && !drop.KeepsAll)
                drop.Messages.RemoveAll(m => _marked.Any(place => _messages[place].Id == m.Id));
            if (!drop.QuitIsSilent)
                await SendAsync(drop.QuitFails ? "-ERR some could not be removed\r\n" : "+OK bye\r\n", ct);
        }

        private async Task SendAsync(string text, CancellationToken ct)
        {
            var bytes = Encoding.Latin1.GetBytes(text);
            var left = (drop.DropAfter ?? int.MaxValue) - _sent;
            await stream.WriteAsync(bytes.AsMemory(0, Math.Min(bytes.Length, left)), ct);
            _sent += bytes.Length;
            if (bytes.Length > left)
                throw new IOException("as the test wants");
        }
    }
}
