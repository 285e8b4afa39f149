using System.Text;

namespace Postfach.Retrieval.Tests.RealServers;

/// <summary>Messages as a mail server has them after the way here: odd ones, and one that is fetched in parts. Lines end with CRLF.</summary>
internal static class OddMail
{
    /// <summary>By name.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "odd"), "*.eml").Order(StringComparer.Ordinal)
            .Select(f => (Path.GetFileName(f), WithCrLf(File.ReadAllBytes(f)))),
        ("big", Big()),
    ];

    /// <summary>A plain one, told from others by a number.</summary>
    public static byte[] Plain(int number) => Encoding.UTF8.GetBytes($"From: a@example.org\r\nSubject: Nummer {number}\r\n\r\nGrüße\r\n");

    private static byte[] WithCrLf(byte[] bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        return Encoding.Latin1.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    private static byte[] Big()
    {
        var bytes = new byte[1_700_000];
        new Random(7).NextBytes(bytes);
        return Encoding.ASCII.GetBytes($"Subject: big\r\n\r\n{Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)}\r\n");
    }
}
