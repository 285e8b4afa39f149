using System.Text;

namespace Postfach.Mime.Tests;

/// <summary>Messages as text (one character an octet, line feeds sent as CRLF) and what was made of them, as text.</summary>
internal static class Prepare
{
    public static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text.Replace("\r\n", "\n").Replace("\n", "\r\n"));

    public static string Text(ReadOnlyMemory<byte> octets) => Encoding.Latin1.GetString(octets.Span);

    public static PreparedMessage Message(string text) => Message(Octets(text));

    public static PreparedMessage Message(ReadOnlySpan<byte> octets)
    {
        var reader = new MessageReader();
        reader.Write(octets);
        return reader.Complete();
    }

    public static string Envelope(string text) => Text(Message(text).Envelope);

    public static string BodyStructure(string text) => Text(Message(text).BodyStructure);

    /// <summary>The octets of a section such as <c>1.2.MIME</c>; null where there is none.</summary>
    public static string? Section(string text, string section)
    {
        var octets = Octets(text);
        return Find(Message(octets), section) is { } range ? Encoding.Latin1.GetString(octets, (int)range.Offset, (int)range.Length) : null;
    }

    public static ByteRange? Find(PreparedMessage message, string section)
    {
        var sections = MessageSections.Decode(message.Sections.Span);
        var words = section.Split('.', StringSplitOptions.RemoveEmptyEntries);
        var part = words.Where(w => char.IsDigit(w[0])).Select(uint.Parse).ToArray();
        var kind = words.Length == part.Length ? SectionPart.Whole : Enum.Parse<SectionPart>(words[^1], ignoreCase: true);
        return sections.TryFind(part, kind, out var range) ? range : null;
    }
}
