using Postfach.Mail;
using Postfach.Mime;
using Postfach.Protocol.Imap.Requests;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>Finds sections and parts in messages, one message after the other. One caller at a time.</summary>
internal sealed class SectionFinder(BodyReader bodies)
{
    private BodyId _sectionsOf;
    private MessageSections? _sections;

    /// <summary>The part is encoded in a way nobody knows.</summary>
    public bool IsUnknown(in Message message, BodySection section) =>
        SectionsOf(message).TryFindPart(section.Part.AsSpan(), out var part) && part.Encoding == ContentEncoding.Unknown;

    /// <summary>Null: the message has no such part.</summary>
    public DecodedPart? Decoded(in Message message, BodySection section)
    {
        // RFC 3516 §4.2: without a part's number, the message itself, which nothing is taken off.
        if (section.Part.IsEmpty)
            return new DecodedPart(bodies, message.Body, ContentEncoding.Binary, new ByteRange(0, message.Size));
        return SectionsOf(message).TryFindPart(section.Part.AsSpan(), out var part) ? new DecodedPart(bodies, message.Body, part.Encoding, part.Content) : null;
    }

    /// <param name="batch">Stands at the message.</param>
    public bool TryFind(ref BodyBatch batch, in Message message, BodySection section, out ByteRange range)
    {
        if (IsWholeMessage(message, section, out range))
            return true;
        if (_sections is null || _sectionsOf != message.Body)
            (_sections, _sectionsOf) = (batch.Sections, message.Body);
        return TryFind(_sections, section, out range);
    }

    public bool TryFind(in Message message, BodySection section, out ByteRange range) =>
        IsWholeMessage(message, section, out range) || TryFind(SectionsOf(message), section, out range);

    /// <summary>The piece of a range that is asked for. Beyond the end there is nothing, and that is no error. RFC 9051 §6.4.5.1.</summary>
    public static ByteRange Cut(ByteRange range, PartialRange partial)
    {
        var offset = Math.Min(partial.Offset, range.Length);
        return new ByteRange(range.Offset + offset, Math.Min(partial.Length, range.Length - offset));
    }

    private MessageSections SectionsOf(in Message message)
    {
        if (_sections is null || _sectionsOf != message.Body)
            (_sections, _sectionsOf) = (bodies.Sections(message.Body), message.Body);
        return _sections;
    }

    private static bool IsWholeMessage(in Message message, BodySection section, out ByteRange range)
    {
        range = new ByteRange(0, message.Size);
        return section.Part.IsEmpty && section.Text == SectionText.Whole;
    }

    private static bool TryFind(MessageSections sections, BodySection section, out ByteRange range)
    {
        var part = section.Text switch
        {
            SectionText.Whole => SectionPart.Whole,
            SectionText.Text => SectionPart.Text,
            SectionText.Mime => SectionPart.Mime,
            _ => SectionPart.Header,
        };
        return sections.TryFind(section.Part.AsSpan(), part, out range);
    }
}
