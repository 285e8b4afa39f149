using System.Text;

namespace Postfach.Testing.Corpus;

/// <summary>Messages that lie in wait for those who frame lines and pieces carelessly.</summary>
public static class OddOnTheWire
{
    public static IReadOnlyList<CorpusMessage> Messages =>
    [
        Text("a dot alone", "Subject: dots\r\n\r\n.\r\n..\r\n...\r\n.a\r\n"),
        Text("a dot first", ".Subject: dot\r\n\r\ntext\r\n"),
        Text("a dot last without a line's end", "Subject: dot\r\n\r\n."),
        Text("dots behind a bare LF", "Subject: LF\r\n\r\na\n.\r\nb\n.\nc\n..\r\n"),
        Text("dots behind a bare CR", "Subject: CR\r\n\r\na\r.\r\nb\r.\rc\r\r\n.\r\r\n"),
        Text("only bare LF", "Subject: LF\n\n.\ntext\n"),
        Text("a bare CR last", "Subject: CR\r\n\r\ntext\r"),
        Text("no header", "\r\njust text\r\n"),
        Text("no body", "Subject: no body\r\n"),
        Text("no end", "Subject: no end"),
        Text("one octet", "x"),
        Text("line ends alone", "\r\n\r\n\r\n"),
        Text("NULs", "Subject: N\0L\r\n\r\n\0\0.\0\r\n\0"),
        Text("mbox lines", "Subject: From\r\n\r\nFrom here\r\n>From there\r\n"),
        new("every octet", [.. "Subject: all\r\n\r\n"u8, .. Enumerable.Range(0, 65_536).Select(i => (byte)(i >> (i % 2 * 8)))]),
        Text("a long line", $"Subject: long\r\n\r\n{new string('x', 1_000_000)}\r\n"),
        Text("a long header", $"Subject: {string.Concat(Enumerable.Repeat("word\r\n ", 50_000))}end\r\n\r\ntext\r\n"),
        .. Enumerable.Range(0, 6).Select(AtPieceEnd),
    ];

    // The store keeps a message in pieces of powers of two: a line's end with a dot behind it lies across their borders.
    private static CorpusMessage AtPieceEnd(int shift)
    {
        var text = new StringBuilder("Subject: pieces\r\n\r\n");
        foreach (var border in new[] { 65_536, 131_072, 262_144, 524_288, 1_048_576 })
            text.Append('x', border - shift - text.Length).Append("\r\n.\r\n.");
        return Text($"dots {shift} before the end of pieces", text.ToString());
    }

    private static CorpusMessage Text(string name, string text) => new(name, Encoding.Latin1.GetBytes(text));
}
