using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Postfach.Testing.Corpus;

namespace Postfach.EndToEnd.Corpus;

/// <summary>
/// Takes messages in by one protocol and out by others, and compares every byte. It goes on after a difference, so that one run over a large corpus
/// tells of all of them.
/// </summary>
internal sealed partial class CorpusTrip(ServeProcess serve, string user, string password)
{
    private readonly List<string> _differences = [];

    public IReadOnlyList<string> Differences => _differences;

    /// <summary>In by APPEND, out by FETCH and RETR: the same bytes.</summary>
    public async Task ByAppendAsync(IReadOnlyList<CorpusMessage> messages, CancellationToken ct)
    {
        await using var imap = await ImapWire.LogInAsync(serve.EndPoint("imap"), user, password, ct);
        var uids = new List<uint>();
        foreach (var message in messages)
            uids.Add((await imap.AppendAsync("INBOX", "", message.Bytes, ct)).AppendUid.Uid);
        await CompareAsync(imap, messages, uids, (_, expected) => expected, ct);
    }

    /// <summary>In by LMTP: the same with trace fields in front.</summary>
    public async Task ByLmtpAsync(IReadOnlyList<CorpusMessage> messages, CancellationToken ct)
    {
        await using var lmtp = await LmtpWire.ConnectAsync(serve.EndPoint("lmtp"), ct);
        foreach (var message in messages)
        {
            var reply = (await lmtp.DeliverAsync([user], message.Bytes, ct)).Single();
            if (!reply.StartsWith("250 ", StringComparison.Ordinal))
                throw new RefusedException(message.Name, reply);
        }

        await using var imap = await ImapWire.LogInAsync(serve.EndPoint("imap"), user, password, ct);
        await CompareAsync(imap, [.. messages.Select(m => m with { Bytes = m.Ended })], null, WithTrace, ct);
    }

    /// <summary>The trace fields that came before it, if they are those of this delivery and nothing else, and what was sent.</summary>
    private byte[] WithTrace(byte[] actual, byte[] sent)
    {
        var trace = Encoding.Latin1.GetString(actual, 0, Math.Max(0, actual.Length - sent.Length));
        var match = Trace().Match(trace);
        return match.Success && match.Groups["user"].Value == user ? [.. actual[..trace.Length], .. sent] : sent;
    }

    /// <param name="expect">Makes of what came and what was sent that which should have come.</param>
    private async Task CompareAsync(
        ImapWire imap, IReadOnlyList<CorpusMessage> messages, List<uint>? uids, Func<byte[], byte[], byte[]> expect, CancellationToken ct)
    {
        await imap.RunAsync("EXAMINE INBOX", ct);
        await using var pop3 = await Pop3Wire.LogInAsync(serve.EndPoint("pop3"), user, password, ct);
        var count = await pop3.CountAsync(ct);
        if (count != messages.Count)
            throw new RefusedException("STAT", $"{count} messages instead of {messages.Count}");
        for (var i = 0; i < messages.Count; i++)
        {
            var answer = await imap.RunAsync($"FETCH {i + 1} (UID RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[] BODY.PEEK[HEADER] BODY.PEEK[TEXT])", ct);
            var response = answer.Untagged.Single(u => u.Text.Contains(" FETCH (", StringComparison.Ordinal));
            var literals = response.Literals.TakeLast(3).ToList();
            var name = messages[i].Name;

            // RFC 9051 §4.3: no literal has a NUL, so that IMAP shows another octet in its place.
            var expected = expect(literals[0], Visible(messages[i].Bytes));
            Same($"{name}, BODY[]", expected, literals[0]);
            Same($"{name}, BODY[HEADER] and BODY[TEXT]", expected, [.. literals[1], .. literals[2]]);
            Same($"{name}, RFC822.SIZE", Number(expected.Length), Number((int)answer["RFC822.SIZE"]));
            if (uids is not null)
                Same($"{name}, UID", Number((int)uids[i]), Number((int)answer["UID"]));
            var actual = await pop3.ReadAsync($"RETR {i + 1}", ct);
            Same($"{name}, RETR", expect(actual, messages[i].Ended), actual);
        }
    }

    private void Same(string what, byte[] expected, byte[] actual)
    {
        var length = expected.AsSpan().CommonPrefixLength(actual);
        if (length < expected.Length || length < actual.Length)
            _differences.Add($"{what}: differs at {length} of {expected.Length}; {actual.Length} came: {Around(expected, length)} but {Around(actual, length)}");
    }

    private static string Around(byte[] bytes, int at) => Convert.ToHexString(bytes.AsSpan(Math.Max(0, at - 8)..Math.Min(bytes.Length, at + 8)));

    private static byte[] Number(int number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static byte[] Visible(byte[] bytes)
    {
        var visible = (byte[])bytes.Clone();
        visible.AsSpan().Replace((byte)0, (byte)0x80);
        return visible;
    }

    // RFC 5321 §4.4: Return-Path first, then who took it in.
    [GeneratedRegex(@"\AReturn-Path: <sender@example\.org>\r\nDelivered-To: (?<user>\S+)\r\nReceived: [^\r\n]+(\r\n[ \t][^\r\n]+)*\r\n\z")]
    private static partial Regex Trace();
}
