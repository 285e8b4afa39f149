using System.Text;

namespace Postfach.Mime;

/// <summary>What a part's Content-Type says, or what is to be assumed where it says nothing. RFC 2045 §5.</summary>
internal readonly ref struct MediaType
{
    public ReadOnlySpan<byte> Type { get; private init; }

    public ReadOnlySpan<byte> Subtype { get; private init; }

    /// <summary>For a <see cref="ParameterReader"/>.</summary>
    public ReadOnlySpan<byte> Parameters { get; private init; }

    public static MediaType TextPlain => new() { Type = "text"u8, Subtype = "plain"u8 };

    public bool IsText => Ascii.EqualsIgnoreCase(Type, "text"u8);

    public bool IsMultipart => Ascii.EqualsIgnoreCase(Type, "multipart"u8);

    /// <summary>A message that can be looked into, as opposed to message/partial and others.</summary>
    public bool IsMessage =>
        Ascii.EqualsIgnoreCase(Type, "message"u8) && (HasSubtype("rfc822"u8) || HasSubtype("global"u8));

    public bool HasSubtype(ReadOnlySpan<byte> subtype) => Ascii.EqualsIgnoreCase(Subtype, subtype);

    /// <summary>Octets of no known meaning, with the parameters (such as a name) of what they were called.</summary>
    public MediaType AsOctetStream() => new() { Type = "application"u8, Subtype = "octet-stream"u8, Parameters = Parameters };

    public static MediaType Of(PartTree tree, int part)
    {
        if (tree.TryGet(part, FieldKind.ContentType, out var value))
            return Parse(value);
        // RFC 2046 §5.1.5: in a digest the default is a message.
        var parent = tree[part].Parent;
        return parent >= 0 && tree[parent].HoldsMessages ? new MediaType { Type = "message"u8, Subtype = "rfc822"u8 } : TextPlain;
    }

    public static MediaType Parse(ReadOnlySpan<byte> value)
    {
        var lexer = new HeaderLexer(value);
        lexer.SkipSpaceAndComments();
        var type = MimeToken.Read(ref lexer);
        lexer.SkipSpaceAndComments();
        // RFC 2045 §5.2: a field that makes no sense counts as text/plain. Its parameters may still tell the charset.
        if (type.IsEmpty || lexer.At((byte)'='))
            return new MediaType { Type = "text"u8, Subtype = "plain"u8, Parameters = value };
        ReadOnlySpan<byte> subtype = default;
        if (lexer.At((byte)'/'))
        {
            lexer.Position++;
            lexer.SkipSpaceAndComments();
            subtype = MimeToken.Read(ref lexer);
        }

        var media = new MediaType { Type = type, Subtype = subtype, Parameters = lexer.Rest };
        return subtype.IsEmpty ? media.WithSubtype() : media;
    }

    private MediaType WithSubtype()
    {
        // RFC 2046 §4.1.4, §5.1.3 and §4: an unknown subtype of text counts as plain, one of multipart as mixed, any other as octets.
        if (IsText)
            return new MediaType { Type = Type, Subtype = "plain"u8, Parameters = Parameters };
        return IsMultipart ? new MediaType { Type = Type, Subtype = "mixed"u8, Parameters = Parameters } : AsOctetStream();
    }
}
