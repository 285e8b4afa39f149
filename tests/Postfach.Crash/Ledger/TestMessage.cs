using System.Security.Cryptography;
using System.Text;

namespace Postfach.Crash.Ledger;

/// <summary>A message that can be told from all others by its first line, and whose bytes are known by their hash.</summary>
internal sealed record TestMessage(string Id, byte[] Hash)
{
    public const string Field = "X-Crash: ";

    private static readonly byte[] Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.."u8.ToArray();

    /// <summary>Makes a message: mostly small, seldom so big that the store lays it down in pieces.</summary>
    public static (TestMessage Message, byte[] Bytes) Create(string id, Random random)
    {
        var length = random.Next(40) == 0 ? random.Next(300_000, 3_000_000) : random.Next(20, 12_000);
        var head = Encoding.ASCII.GetBytes($"{Field}{id}\r\nFrom: crash@example.org\r\nSubject: Message {id}\r\n\r\n");
        var bytes = new byte[head.Length + length + 2];
        head.CopyTo(bytes, 0);
        var body = bytes.AsSpan(head.Length);
        random.GetItems(Alphabet, body);
        for (var line = 76; line < length; line += 78)
            "\r\n"u8.CopyTo(body[line..]);
        "\r\n"u8.CopyTo(body[^2..]);
        return (new TestMessage(id, SHA256.HashData(bytes)), bytes);
    }

    /// <summary>The id in a message or its header, and where the message begins behind what a delivery wrote in front; null when there is none.</summary>
    public static (string Id, int Start)? Find(ReadOnlySpan<byte> bytes)
    {
        var field = Encoding.ASCII.GetBytes(Field);
        var start = bytes.IndexOf(field);
        if (start < 0 || (start > 0 && bytes[start - 1] != '\n'))
            return null;
        var rest = bytes[(start + field.Length)..];
        var end = rest.IndexOf("\r\n"u8);
        return end < 0 ? null : (Encoding.ASCII.GetString(rest[..end]), start);
    }
}
