using System.Globalization;
using System.Net;
using System.Text;

namespace Postfach.Peers;

/// <summary>A connection to the peer that says a transcript's lines and hears as many answers as they want.</summary>
internal sealed class PeerClient : IAsyncDisposable
{
    public const string Ended = "(the end)";
    public const string Silence = "(silence)";

    // How long a peer may take for what it says unasked; answers that never come cost this much, too.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Wire _wire;
    private readonly string _protocol;
    private Task<string>? _reading;

    private PeerClient(Wire wire, string protocol) => (_wire, _protocol) = (wire, protocol);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<PeerClient> ConnectAsync(IPEndPoint server, string protocol) => new(await Wire.ConnectAsync(server, Ct), protocol);

    public async Task SayAsync(string text)
    {
        try
        {
            await _wire.SendAsync(Encoding.Latin1.GetBytes(text), Ct);
        }
        catch (IOException)
        {
            // It has hung up; what is heard says so.
        }
    }

    /// <summary>It hung up or fell silent: what would follow cannot be compared line by line.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The lines up to the one that ends what is wanted; or up to the end, or a silence.</summary>
    public async Task<List<string>> HearAsync(IReadOnlyList<string> wanted)
    {
        var heard = new List<string>();
        while (!IsWhole(wanted, heard))
        {
            var line = await HearLineAsync();
            heard.Add(line);
            IsLost = line is Ended or Silence;
            if (IsLost)
                break;
        }

        return heard;
    }

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    private bool IsWhole(IReadOnlyList<string> wanted, List<string> heard)
    {
        if (wanted.Count == 0)
            return true;
        if (heard.Count == 0 || wanted[^1] == Ended)
            return false;
        return _protocol switch
        {
            "lmtp" => heard.Count(IsLastOfReply) >= wanted.Count(IsLastOfReply),
            "pop3" => wanted[^1] == "." ? heard[^1] == "." || heard[^1].StartsWith("-ERR", StringComparison.Ordinal) : heard.Count >= wanted.Count,
            _ => IsWholeImap(wanted, heard),
        };
    }

    private static bool IsWholeImap(IReadOnlyList<string> wanted, List<string> heard)
    {
        var tags = wanted.Where(IsTagged).Select(TagOf).ToList();
        return tags.Count > 0 && wanted[^1] is [not '+', ..] && IsTagged(wanted[^1])
            ? tags.TrueForAll(t => heard.Exists(h => IsTagged(h) && TagOf(h) == t))
            : wanted[^1].StartsWith('+') ? heard.Exists(h => h.StartsWith('+') || IsTagged(h)) : heard.Count >= wanted.Count;
    }

    private static bool IsTagged(string line) => line.Split(' ') is [[not ('*' or '+'), ..], "OK" or "NO" or "BAD", ..];

    private static string TagOf(string line) => line.Split(' ')[0];

    private static bool IsLastOfReply(string line) => line.Length >= 4 && int.TryParse(line.AsSpan(0, 3), CultureInfo.InvariantCulture, out _) && line[3] == ' ';

    private async Task<string> HearLineAsync()
    {
        _reading ??= ReadLineAsync();
        try
        {
            var line = await _reading.WaitAsync(Patience, Ct);
            _reading = null;
            return line;
        }
        catch (TimeoutException)
        {
            return Silence;
        }
        catch (IOException)
        {
            return Ended;
        }
    }

    // A bare LF ends no line.
    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (line.Length < 2 || line[^2] != '\r' || line[^1] != '\n')
            line.Append(Encoding.Latin1.GetString((await _wire.ReadPieceAsync(Ct)).Piece.Span));
        return line.ToString(0, line.Length - 2);
    }
}
