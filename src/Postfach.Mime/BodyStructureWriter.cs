using System.Text;

namespace Postfach.Mime;

/// <summary>Writes the BODYSTRUCTURE of a part and all in it. RFC 9051 §7.5.2, §9.</summary>
internal sealed class BodyStructureWriter(PartTree tree, PartType types, EnvelopeWriter envelope, ByteBuffer output)
{
    private readonly ByteBuffer _scratch = new(128);
    private readonly ByteBuffer _joined = new(128);

    /// <summary>Calls itself for the parts within, <see cref="MimeLimits.Depth"/> deep at most.</summary>
    public void Write(int part)
    {
        output.Append((byte)'(');
        if (tree[part].Kind == PartKind.Multipart)
            WriteMultipart(part);
        else
            WriteSinglePart(part);
        output.Append((byte)')');
    }

    // RFC 9051 §9: body-type-mpart, body-ext-mpart.
    private void WriteMultipart(int part)
    {
        for (var child = part + 1; child < tree[part].Next; child = tree[child].Next)
            Write(child);
        var media = types.Describe(part);
        Space();
        ImapString.Write(output, media.Subtype);
        Space();
        WriteParameters(media.Parameters);
        WriteCommonExtension(part);
    }

    // RFC 9051 §9: body-type-1part, body-ext-1part.
    private void WriteSinglePart(int part)
    {
        WriteFields(part);
        if (tree[part].Kind == PartKind.Message)
        {
            Space();
            envelope.Write(part + 1);
            Space();
            Write(part + 1);
        }

        if (tree[part].Kind is PartKind.Message or PartKind.Text)
        {
            Space();
            ImapString.WriteNumber(output, tree[part].Lines);
        }

        Space();
        WriteOptional(part, FieldKind.ContentMd5);
        WriteCommonExtension(part);
    }

    private void WriteFields(int part)
    {
        var media = types.Describe(part);
        ImapString.Write(output, media.Type);
        Space();
        ImapString.Write(output, media.Subtype);
        Space();
        // RFC 2046 §4.1.2: text/plain without a charset is US-ASCII. Other kinds of text may say it inside (RFC 6657 §3), so nothing is
        // said for them.
        WriteParameters(media.Parameters, addsCharset: media.IsText && media.HasSubtype("plain"u8));
        Space();
        WriteOptional(part, FieldKind.ContentId);
        Space();
        WriteOptional(part, FieldKind.ContentDescription);
        Space();
        WriteEncoding(part);
        Space();
        // RFC 9051 §9: body-fld-octets has 32 bits.
        ImapString.WriteNumber(output, Math.Min(tree[part].End - tree[part].BodyStart, uint.MaxValue));
    }

    private void WriteEncoding(int part)
    {
        var word = types.EncodingWord(part);
        if (word.IsEmpty)
            word = "7BIT"u8;
        _scratch.Cut(0);
        _scratch.Append(word);
        Ascii.ToUpperInPlace(_scratch.GetWritten(), out _);
        ImapString.Write(output, _scratch.Written);
    }

    private void WriteParameters(ReadOnlySpan<byte> parameters, bool addsCharset = false)
    {
        var start = output.Length;
        var reader = new JoinedParameterReader(parameters, _scratch, _joined);
        while (reader.TryRead(out var name, out var value))
        {
            addsCharset = addsCharset && !Ascii.EqualsIgnoreCase(name, "charset"u8);
            WriteParameter(start, name, value);
        }

        if (addsCharset)
            WriteParameter(start, "charset"u8, "us-ascii"u8);
        if (output.Length > start)
            output.Append((byte)')');
        else
            ImapString.WriteNil(output);
    }

    private void WriteParameter(int start, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        output.Append(output.Length == start ? (byte)'(' : (byte)' ');
        ImapString.Write(output, name);
        Space();
        ImapString.Write(output, value);
    }

    /// <summary>Disposition, language and location, each with a space before it.</summary>
    private void WriteCommonExtension(int part)
    {
        Space();
        WriteDisposition(part);
        Space();
        WriteLanguages(part);
        Space();
        WriteOptional(part, FieldKind.ContentLocation);
    }

    private void WriteDisposition(int part)
    {
        if (!tree.TryGet(part, FieldKind.ContentDisposition, out var value) || value.IsEmpty)
        {
            ImapString.WriteNil(output);
            return;
        }

        var lexer = new HeaderLexer(value);
        lexer.SkipSpaceAndComments();
        var type = lexer.TryReadQuoted(out var quoted) ? quoted : MimeToken.Read(ref lexer);
        lexer.SkipSpaceAndComments();
        var parameters = lexer.Rest;
        // RFC 2183 §2.8: what is not understood is an attachment.
        if (type.IsEmpty || lexer.At((byte)'='))
        {
            type = "attachment"u8;
            parameters = value;
        }

        output.Append((byte)'(');
        ImapString.Write(output, type);
        Space();
        WriteParameters(parameters);
        output.Append((byte)')');
    }

    // RFC 9051 §9, body-fld-lang: always as a list. RFC 3282 §2: tags with commas between them.
    private void WriteLanguages(int part)
    {
        var start = output.Length;
        tree.TryGet(part, FieldKind.ContentLanguage, out var value);
        for (var lexer = new HeaderLexer(value); !lexer.AtEnd;)
        {
            lexer.SkipSpaceAndComments();
            var tag = MimeToken.Read(ref lexer);
            if (tag.IsEmpty)
            {
                if (!lexer.AtEnd)
                    lexer.Position++;
                continue;
            }

            output.Append(output.Length == start ? (byte)'(' : (byte)' ');
            ImapString.Write(output, tag);
        }

        if (output.Length > start)
            output.Append((byte)')');
        else
            ImapString.WriteNil(output);
    }

    private void WriteOptional(int part, FieldKind kind)
    {
        if (tree.TryGet(part, kind, out var value) && !value.IsEmpty)
            ImapString.Write(output, value);
        else
            ImapString.WriteNil(output);
    }

    private void Space() => output.Append((byte)' ');
}
