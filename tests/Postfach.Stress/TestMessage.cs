using System.Globalization;
using System.Text;

namespace Postfach.Stress;

/// <summary>Makes a message that can be told from all others, also as a copy, and that has some structure.</summary>
internal static class TestMessage
{
    public static byte[] Create(string marker, Random random)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"X-Stress: {marker}\r\nMessage-ID: <{marker}@stress.example.org>\r\nFrom: Stress <stress@example.org>\r\nTo: someone@example.org\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Subject: Number {marker}\r\nDate: Mon, 02 Mar 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n");
        if (random.Next(3) == 0)
            AppendParts(text, marker, random);
        else
            text.Append("Content-Type: text/plain; charset=utf-8\r\n\r\n").Append(Lines(random));
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void AppendParts(StringBuilder text, string marker, Random random)
    {
        text.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=\"b-{marker}\"\r\n\r\n");
        for (var part = random.Next(1, 4); part > 0; part--)
            text.Append(CultureInfo.InvariantCulture, $"--b-{marker}\r\nContent-Type: text/plain; name=\"part {part}\"\r\n\r\n").Append(Lines(random));
        text.Append(CultureInfo.InvariantCulture, $"--b-{marker}--\r\n");
    }

    private static string Lines(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(i => $"{(random.Next(9) == 0 ? "." : "")}line {i} of {random.Next()}\r\n"));
}
