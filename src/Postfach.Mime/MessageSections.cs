namespace Postfach.Mime;

/// <summary>
/// Where the sections of a message lie in its raw octets. Decoding is a copy of some twenty octets a part; each question walks them.
/// Immutable and thread-safe.
/// </summary>
public sealed class MessageSections
{
    private readonly byte[] _encoded;
    private readonly int _firstPart;

    private MessageSections(byte[] encoded, int firstPart, long length)
    {
        (_encoded, _firstPart, Length) = (encoded, firstPart, length);
        Header = Walk().TryRead(out var message) ? message.Mime : default;
    }

    /// <summary>Octets of the whole message.</summary>
    public long Length { get; }

    /// <summary>The message's header with its blank line.</summary>
    public ByteRange Header { get; }

    /// <summary>A NUL is somewhere in the message: it can be sent only as literal8. RFC 9051 §4.3.1.</summary>
    public bool HasNul => (_encoded[1] & SectionsWriter.HasNul) != 0;

    /// <summary>An octet above 127 is somewhere in the message.</summary>
    public bool Has8Bit => (_encoded[1] & SectionsWriter.Has8Bit) != 0;

    /// <summary>Reads what <see cref="PreparedMessage.Sections"/> held.</summary>
    /// <exception cref="FormatException">It is of another version or damaged: the message has to be prepared again.</exception>
    public static MessageSections Decode(ReadOnlySpan<byte> encoded)
    {
        var place = 2;
        if (encoded.Length < place || encoded[0] != SectionsWriter.Version || !Varint.TryRead(encoded, ref place, out var length))
            throw new FormatException("The sections of a message are of another version or damaged.");
        return new MessageSections(encoded.ToArray(), place, length);
    }

    /// <summary>
    /// Where a section lies: <paramref name="part"/> holds the numbers before the specifier, none for the message itself. False: there is
    /// no such section. RFC 9051 §6.4.5.1.
    /// </summary>
    public bool TryFind(ReadOnlySpan<uint> part, SectionPart section, out ByteRange range)
    {
        range = default;
        if (!TryWalkTo(part, out var walk, out var found))
            return false;
        if (section is SectionPart.Header or SectionPart.Text)
        {
            // RFC 9051 §6.4.5.1: the part must be a message; its header and text are those of the message within.
            if (!part.IsEmpty && (found.Kind != PartKind.Message || !walk.TryRead(out found)))
                return false;
            range = section == SectionPart.Header ? found.Mime : found.Content;
            return true;
        }

        // RFC 9051 §6.4.5.1: MIME must have a number before it.
        if (section == SectionPart.Mime && part.IsEmpty)
            return false;
        range = section == SectionPart.Mime ? found.Mime : part.IsEmpty ? new ByteRange(0, Length) : found.Content;
        return true;
    }

    /// <summary>A numbered part, for BINARY. False: there is no such part.</summary>
    public bool TryFindPart(ReadOnlySpan<uint> part, out MessagePart found)
    {
        found = default;
        return !part.IsEmpty && TryWalkTo(part, out _, out found);
    }

    /// <summary>All parts in their order, the message itself first.</summary>
    public List<MessagePart> ReadParts()
    {
        var parts = new List<MessagePart>();
        for (var walk = Walk(); walk.TryRead(out var part);)
            parts.Add(part);
        return parts;
    }

    private SectionWalk Walk() => new(_encoded, _firstPart);

    private bool TryWalkTo(ReadOnlySpan<uint> numbers, out SectionWalk walk, out MessagePart part)
    {
        walk = Walk();
        if (!walk.TryRead(out part))
            return false;
        // A message's numbers are those of its body. RFC 9051 §6.4.5.1: a body that is no multipart is part 1.
        var isNumbered = false;
        foreach (var number in numbers)
        {
            if (isNumbered && part.Kind == PartKind.Message)
            {
                isNumbered = false;
                if (!walk.TryRead(out part))
                    return false;
            }

            if (part.Kind == PartKind.Multipart ? !walk.TryReadChild(number, ref part) : isNumbered || number != 1)
                return false;
            isNumbered = true;
        }

        return true;
    }
}
