using System.Buffers;
using System.Collections.Immutable;
using Postfach.Mime;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Commands;

/// <summary>What one FETCH tells of each message: what is the same for all of them is made once. RFC 9051 §7.5.2.</summary>
internal sealed class FetchPlan
{
    private readonly bool _readsSections;
    private readonly bool _decodes;

    public FetchPlan(ImmutableArray<FetchItem> items)
    {
        Items = [.. items.Select((item, i) => Column.Of(item, isFirst: i == 0))];
        _readsSections = items.Any(i => i is FetchItem.Section);
        _decodes = items.Any(i => i is FetchItem.Binary or FetchItem.BinarySize);
    }

    public ImmutableArray<Column> Items { get; }

    /// <summary>The message is not told at one go, as more of it is wanted than is held in memory at once.</summary>
    public bool TakesPieces(in Message message) => _decodes || (_readsSections && message.Size > BodyReader.RowBytes);

    /// <param name="Label">What stands before the value.</param>
    /// <param name="Fields">The header fields that are asked for, or for HEADER.FIELDS.NOT those that are not; null for other items.</param>
    /// <param name="IsListed">It asks for nothing but fields that are laid apart.</param>
    public sealed record Column(FetchItem Item, byte[] Label, FieldNames? Fields, bool IsListed)
    {
        public static Column Of(FetchItem item, bool isFirst)
        {
            var label = new ArrayBufferWriter<byte>();
            if (!isFirst)
                label.Write(" "u8);
            WriteName(item, label);
            var fields = item is FetchItem.Section { Of.Fields: { IsEmpty: false } names } ? new FieldNames(names) : null;
            var isListed = fields is not null && item is FetchItem.Section { Of: { Part.IsEmpty: true, Text: SectionText.HeaderFields } } && ListedFields.Names.Contain(fields);
            return new Column(item, label.WrittenSpan.ToArray(), fields, isListed);
        }

        private static void WriteName(FetchItem item, ArrayBufferWriter<byte> label)
        {
            switch (item)
            {
                case FetchItem.Section section:
                    WriteSectionName(section, label);
                    WriteOrigin(section.Partial, label);
                    break;
                case FetchItem.Binary binary:
                    label.Write("BINARY"u8);
                    binary.Of.Write(label);
                    WriteOrigin(binary.Partial, label);
                    break;
                case FetchItem.BinarySize size:
                    label.Write("BINARY.SIZE"u8);
                    size.Of.Write(label);
                    label.Write(" "u8);
                    break;
                default:
                    label.Write(item switch
                    {
                        FetchItem.Flags => "FLAGS "u8,
                        FetchItem.Uid => "UID "u8,
                        FetchItem.ModSeq => "MODSEQ "u8,
                        FetchItem.InternalDate => "INTERNALDATE "u8,
                        FetchItem.Size => "RFC822.SIZE "u8,
                        FetchItem.SaveDate => "SAVEDATE "u8,
                        FetchItem.EmailId => "EMAILID "u8,
                        FetchItem.Preview => "PREVIEW "u8,
                        FetchItem.ThreadId => "THREADID "u8,
                        FetchItem.Envelope => "ENVELOPE "u8,
                        FetchItem.Structure { WithExtensions: true } => "BODYSTRUCTURE "u8,
                        FetchItem.Structure => "BODY "u8,
                        _ => throw new ArgumentOutOfRangeException(nameof(item)),
                    });
                    break;
            }
        }

        private static void WriteSectionName(FetchItem.Section section, ArrayBufferWriter<byte> label)
        {
            switch (section.Name)
            {
                case SectionName.Rfc822:
                    label.Write("RFC822"u8);
                    break;
                case SectionName.Rfc822Header:
                    label.Write("RFC822.HEADER"u8);
                    break;
                case SectionName.Rfc822Text:
                    label.Write("RFC822.TEXT"u8);
                    break;
                default:
                    label.Write("BODY"u8);
                    section.Of.Write(label);
                    break;
            }
        }

        private static void WriteOrigin(PartialRange? partial, ArrayBufferWriter<byte> label)
        {
            if (partial is { } range)
            {
                label.Write("<"u8);
                label.WriteNumber(range.Offset);
                label.Write(">"u8);
            }

            label.Write(" "u8);
        }
    }
}
