using System.Globalization;
using System.Net;

namespace Postfach.Testing;

/// <summary>An IMAP client that sends what it is told and reads what comes, literals included. Not thread-safe.</summary>
public sealed class ImapWire : IAsyncDisposable
{
    private readonly Wire _wire;
    private int _tags;

    private ImapWire(Wire wire) => _wire = wire;

    /// <summary>Literals go here while it is set, so that they need no memory.</summary>
    public ByteSink? LiteralSink { get; set; }

    public static async Task<ImapWire> ConnectAsync(IPEndPoint server, CancellationToken ct)
    {
        var imap = new ImapWire(await Wire.ConnectAsync(server, ct));
        try
        {
            await imap._wire.ReadLineAsync(ct);
            return imap;
        }
        catch
        {
            await imap.DisposeAsync();
            throw;
        }
    }

    public static async Task<ImapWire> LogInAsync(IPEndPoint server, string user, string password, CancellationToken ct)
    {
        var imap = await ConnectAsync(server, ct);
        try
        {
            await imap.RunAsync($"LOGIN {user} {password}", ct);
            return imap;
        }
        catch
        {
            await imap.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command that must succeed.</summary>
    /// <exception cref="RefusedException">It did not.</exception>
    public async Task<ImapAnswer> RunAsync(string command, CancellationToken ct)
    {
        var tag = NextTag();
        await _wire.SendAsync($"{tag} {command}\r\n", ct);
        return MustBeOk(await ReadAnswerAsync(tag, ct), command);
    }

    /// <summary>Appends a message that is in memory.</summary>
    public Task<ImapAnswer> AppendAsync(string mailbox, string flags, ReadOnlyMemory<byte> message, CancellationToken ct) =>
        AppendAsync(mailbox, flags, message.Length, [message], ct);

    /// <summary>Appends a message piece by piece, without waiting for the server's leave (LITERAL+).</summary>
    public async Task<ImapAnswer> AppendAsync(string mailbox, string flags, long length, IEnumerable<ReadOnlyMemory<byte>> pieces, CancellationToken ct)
    {
        var tag = NextTag();
        await _wire.SendAsync(AppendHead(tag, mailbox, flags, length), ct);
        foreach (var piece in pieces)
            await _wire.SendAsync(piece, ct);
        await _wire.SendAsync("\r\n"u8.ToArray(), ct);
        return MustBeOk(await ReadAnswerAsync(tag, ct), "APPEND");
    }

    public string NextTag() => $"T{++_tags}";

    public static string AppendHead(string tag, string mailbox, string flags, long length) => $"{tag} APPEND {mailbox} ({flags}) {{{length}+}}\r\n";

    /// <summary>Sends bytes as they are; whatever they ask for is read by <see cref="ReadAnswerAsync"/>.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => _wire.SendAsync(bytes, ct);

    /// <summary>Reads up to the response with a tag.</summary>
    public async Task<ImapAnswer> ReadAnswerAsync(string tag, CancellationToken ct)
    {
        var untagged = new List<ImapResponse>();
        while (true)
        {
            var response = await ReadResponseAsync(ct);
            if (response.Text.StartsWith($"{tag} ", StringComparison.Ordinal))
                return new ImapAnswer(response.Text[(tag.Length + 1)..], untagged);
            untagged.Add(response with { Text = response.Text.StartsWith("* ", StringComparison.Ordinal) ? response.Text[2..] : response.Text });
        }
    }

    /// <summary>Reads one response, tagged or not.</summary>
    public async Task<ImapResponse> ReadResponseAsync(CancellationToken ct)
    {
        var text = "";
        var literals = new List<byte[]>();
        while (true)
        {
            var line = await _wire.ReadLineAsync(ct);
            text += line;
            if (LiteralLength(line) is not { } length)
                return new ImapResponse(text, literals);
            await ReadLiteralAsync(length, literals, ct);
        }
    }

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    private static ImapAnswer MustBeOk(ImapAnswer answer, string command) => answer.IsOk ? answer : throw new RefusedException(command, answer.Text);

    private async Task ReadLiteralAsync(long length, List<byte[]> literals, CancellationToken ct)
    {
        if (LiteralSink is { } sink)
        {
            await _wire.ReadAsync(length, sink, ct);
            return;
        }

        var literal = new byte[length];
        var filled = 0;
        await _wire.ReadAsync(length, bytes => filled += CopyTo(literal, filled, bytes), ct);
        literals.Add(literal);
    }

    private static int CopyTo(byte[] target, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(target.AsSpan(at));
        return bytes.Length;
    }

    private static long? LiteralLength(string line)
    {
        var brace = line.EndsWith('}') ? line.LastIndexOf('{') : -1;
        return brace >= 0 && long.TryParse(line.AsSpan(brace + 1, line.Length - brace - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : null;
    }
}
