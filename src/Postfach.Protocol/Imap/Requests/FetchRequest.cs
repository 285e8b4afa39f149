using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>FETCH set items [(modifiers)]</c> and <c>UID FETCH</c>. RFC 9051 §6.4.5; the modifiers: RFC 7162 §3.1.4.1, §3.2.6.</summary>
/// <param name="ChangedSince">Only messages that changed after this.</param>
/// <param name="Vanished">And those of the set that were expunged after it.</param>
/// <param name="Partial">Only these of the set; only with UIDs. RFC 9394 §3.3.</param>
public sealed record FetchRequest(SequenceSet Messages, ImmutableArray<FetchItem> Items, ModSeq? ChangedSince, bool Vanished, PartialResults? Partial = null)
{
    private static readonly ImmutableArray<FetchItem> Fast = [new FetchItem.Flags(), new FetchItem.InternalDate(), new FetchItem.Size()];

    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out FetchRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.SequenceSet(out var messages) && reader.Space()))
            return false;
        if (!TryReadItems(ref reader, out var items))
            return false;
        ModSeq? changedSince = null;
        PartialResults? partial = null;
        var vanished = false;
        if (!reader.AtEnd && !(reader.Space() && TryReadModifiers(ref reader, ref changedSince, ref vanished, ref partial)))
            return false;
        if (!reader.End())
            return false;
        request = new FetchRequest(messages, items, changedSince, vanished, partial);
        return true;
    }

    private static bool TryReadModifiers(ref ImapReader reader, ref ModSeq? changedSince, ref bool vanished, ref PartialResults? partial)
    {
        if (!reader.Byte((byte)'(', "The modifiers are missing"))
            return false;
        do
        {
            if (!TryReadModifier(ref reader, ref changedSince, ref vanished, ref partial))
                return false;
        }
        while (reader.Take((byte)' '));

        // RFC 7162 §3.2.6: VANISHED only together with CHANGEDSINCE.
        return reader.Byte((byte)')', "The modifiers do not end") && (!vanished || changedSince is not null || reader.Fail("VANISHED needs CHANGEDSINCE"));
    }

    private static bool TryReadModifier(ref ImapReader reader, ref ModSeq? changedSince, ref bool vanished, ref PartialResults? partial)
    {
        if (reader.Take("VANISHED"u8))
        {
            vanished = true;
            return true;
        }

        if (reader.Take("PARTIAL "u8))
        {
            if (partial is not null)
                return reader.Fail("PARTIAL is there twice");
            var isRange = PartialResults.TryRead(ref reader, out var range);
            partial = range;
            return isRange;
        }

        if (!reader.Take("CHANGEDSINCE"u8))
            return reader.Fail("There is no such modifier of FETCH");
        if (!(reader.Space() && reader.ModSeq(out var modSeq)))
            return false;
        changedSince = modSeq;
        return true;
    }

    private static bool TryReadItems(ref ImapReader reader, out ImmutableArray<FetchItem> items)
    {
        items = [];
        if (!reader.Take((byte)'('))
            return TryReadMacro(ref reader, out items) || TryReadOne(ref reader, out items);
        var list = ImmutableArray.CreateBuilder<FetchItem>();
        var known = new HashSet<FetchItem>();
        do
        {
            if (!TryReadItem(ref reader, out var item))
                return false;
            if (known.Add(item))
                list.Add(item);
        }
        while (reader.Take((byte)' '));
        items = list.ToImmutable();
        return reader.Byte((byte)')', "The list of items does not end");
    }

    private static bool TryReadMacro(ref ImapReader reader, out ImmutableArray<FetchItem> items)
    {
        // RFC 9051 §6.4.5: a macro must be used by itself.
        items = reader.Take("ALL"u8) ? Fast.Add(new FetchItem.Envelope())
            : reader.Take("FULL"u8) ? Fast.Add(new FetchItem.Envelope()).Add(new FetchItem.Structure(WithExtensions: false))
            : reader.Take("FAST"u8) ? Fast
            : [];
        return !items.IsEmpty;
    }

    private static bool TryReadOne(ref ImapReader reader, out ImmutableArray<FetchItem> items)
    {
        items = [];
        if (!TryReadItem(ref reader, out var item))
            return false;
        items = [item];
        return true;
    }

    private static bool TryReadItem(ref ImapReader reader, [NotNullWhen(true)] out FetchItem? item)
    {
        item = reader.Take("FLAGS"u8) ? new FetchItem.Flags()
            : reader.Take("UID"u8) ? new FetchItem.Uid()
            : reader.Take("MODSEQ"u8) ? new FetchItem.ModSeq()
            : reader.Take("INTERNALDATE"u8) ? new FetchItem.InternalDate()
            : reader.Take("SAVEDATE"u8) ? new FetchItem.SaveDate()
            : reader.Take("EMAILID"u8) ? new FetchItem.EmailId()
            : reader.Take("THREADID"u8) ? new FetchItem.ThreadId()
            : reader.Take("PREVIEW"u8) ? new FetchItem.Preview(Lazy: reader.Take(" (LAZY)"u8))
            : reader.Take("ENVELOPE"u8) ? new FetchItem.Envelope()
            : reader.Take("RFC822.SIZE"u8) ? new FetchItem.Size()
            : reader.Take("RFC822.HEADER"u8) ? new FetchItem.Section(SectionName.Rfc822Header, BodySection.MessageHeader, SetsSeen: false, null)
            : reader.Take("RFC822.TEXT"u8) ? new FetchItem.Section(SectionName.Rfc822Text, BodySection.MessageText, SetsSeen: true, null)
            : reader.Take("RFC822"u8) ? new FetchItem.Section(SectionName.Rfc822, BodySection.Message, SetsSeen: true, null)
            : reader.Take("BODYSTRUCTURE"u8) ? new FetchItem.Structure(WithExtensions: true)
            : null;
        return item is not null || TryReadBinary(ref reader, out item) || TryReadBody(ref reader, out item);
    }

    private static bool TryReadBody(ref ImapReader reader, [NotNullWhen(true)] out FetchItem? item)
    {
        item = null;
        if (!reader.Take("BODY"u8))
            return reader.Fail("There is no such item to fetch");
        var peek = reader.Take(".PEEK"u8);
        if (!peek && !reader.IsNext((byte)'['))
        {
            item = new FetchItem.Structure(WithExtensions: false);
            return true;
        }

        if (!(BodySection.TryRead(ref reader, out var section) && TryReadPartial(ref reader, out var partial)))
            return false;
        item = new FetchItem.Section(SectionName.Body, section, SetsSeen: !peek, partial);
        return true;
    }

    private static bool TryReadBinary(ref ImapReader reader, [NotNullWhen(true)] out FetchItem? item)
    {
        item = null;
        if (!reader.Take("BINARY"u8))
            return false;
        var isSize = reader.Take(".SIZE"u8);
        var peek = !isSize && reader.Take(".PEEK"u8);
        if (!BodySection.TryRead(ref reader, out var section))
            return false;

        // RFC 9051 §9, section-binary: numbers alone.
        if (section.Text != SectionText.Whole)
            return reader.Fail("BINARY is of a part's content alone");
        PartialRange? partial = null;
        if (!isSize && !TryReadPartial(ref reader, out partial))
            return false;
        item = isSize ? new FetchItem.BinarySize(section) : new FetchItem.Binary(section, SetsSeen: !peek, partial);
        return true;
    }

    private static bool TryReadPartial(ref ImapReader reader, out PartialRange? partial)
    {
        partial = null;
        if (!reader.Take((byte)'<'))
            return true;
        if (!(reader.Number64(out var offset) && reader.Byte((byte)'.', "A length is missing") && reader.Number64(out var length)))
            return false;
        if (length == 0)
            return reader.Fail("A length above 0 is wanted");
        partial = new PartialRange(offset, length);
        return reader.Byte((byte)'>', "The range does not end");
    }
}
