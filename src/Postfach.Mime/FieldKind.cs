using System.Text;

namespace Postfach.Mime;

/// <summary>The header fields that ENVELOPE and BODYSTRUCTURE are made of.</summary>
internal enum FieldKind : byte
{
    None,
    ContentType,
    ContentTransferEncoding,
    ContentId,
    ContentDescription,
    ContentMd5,
    ContentDisposition,
    ContentLanguage,
    ContentLocation,
    Date,
    Subject,
    InReplyTo,
    MessageId,
    From,
    Sender,
    ReplyTo,
    To,
    Cc,
    Bcc,
}

internal static class FieldKinds
{
    extension(FieldKind kind)
    {
        /// <summary>Of a message's header, as opposed to any part's.</summary>
        public bool IsEnvelope => kind >= FieldKind.Date;

        public bool HoldsAddresses => kind >= FieldKind.From;
    }

    /// <summary>The kind of a field by its name; <see cref="FieldKind.None"/> for all that are not needed.</summary>
    public static FieldKind Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Either(name, "To"u8, FieldKind.To, "Cc"u8, FieldKind.Cc),
        3 => Either(name, "Bcc"u8, FieldKind.Bcc),
        4 => Either(name, "Date"u8, FieldKind.Date, "From"u8, FieldKind.From),
        6 => Either(name, "Sender"u8, FieldKind.Sender),
        7 => Either(name, "Subject"u8, FieldKind.Subject),
        8 => Either(name, "Reply-To"u8, FieldKind.ReplyTo),
        10 => Either(name, "Message-ID"u8, FieldKind.MessageId, "Content-ID"u8, FieldKind.ContentId),
        11 => Either(name, "In-Reply-To"u8, FieldKind.InReplyTo, "Content-MD5"u8, FieldKind.ContentMd5),
        12 => Either(name, "Content-Type"u8, FieldKind.ContentType),
        16 => Either(name, "Content-Language"u8, FieldKind.ContentLanguage, "Content-Location"u8, FieldKind.ContentLocation),
        19 => Either(name, "Content-Disposition"u8, FieldKind.ContentDisposition, "Content-Description"u8, FieldKind.ContentDescription),
        25 => Either(name, "Content-Transfer-Encoding"u8, FieldKind.ContentTransferEncoding),
        _ => FieldKind.None,
    };

    private static FieldKind Either(
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> one,
        FieldKind first,
        ReadOnlySpan<byte> other = default,
        FieldKind second = FieldKind.None) =>
        Ascii.EqualsIgnoreCase(name, one) ? first : Ascii.EqualsIgnoreCase(name, other) ? second : FieldKind.None;
}
