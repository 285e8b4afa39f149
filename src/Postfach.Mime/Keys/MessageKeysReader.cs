using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Postfach.Mail;

namespace Postfach.Mime;

/// <summary>Finds what messages are ordered and threaded by, out of their ENVELOPE and References field. RFC 5256 §2, §3. Not thread-safe.</summary>
public sealed class MessageKeysReader
{
    private const byte InNoCharset = 0xFF;

    private readonly ByteBuffer _numbers = new(128);
    private readonly ByteBuffer _texts = new(512);
    private readonly ByteBuffer _scratch = new(256);
    private readonly ByteBuffer _id = new(256);

    /// <param name="envelope">As it was prepared.</param>
    /// <param name="header">The message's header, or those fields of it that are laid apart.</param>
    public MessageKeys Read(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> header)
    {
        _numbers.Reset();
        _texts.Reset();
        _texts.Append(MessageKeys.Version);
        var reader = new EnvelopeReader(envelope, _scratch);
        var hasSent = SentTime.TryRead(reader.Text(), out var sent);
        var rawSubject = reader.Text();
        var subject = BaseSubject.Of(EncodedWords.Decode(rawSubject));
        var collated = Collated(subject.Text, rawSubject);
        WriteText(collated);
        EnvelopeAddress? from = reader.TryFirstAddress(out var first) ? first : null;
        reader.SkipAddresses(); // Sender
        reader.SkipAddresses(); // Reply-To
        EnvelopeAddress? to = reader.TryFirstAddress(out first) ? first : null;
        EnvelopeAddress? cc = reader.TryFirstAddress(out first) ? first : null;
        reader.SkipAddresses(); // Bcc
        WriteText(MailboxOf(from));
        WriteText(MailboxOf(to));
        WriteText(MailboxOf(cc));
        WriteText(DisplayOf(from));
        WriteText(DisplayOf(to));
        WriteHead(hasSent, sent, subject.IsReplyOrForward, collated);
        var inReplyTo = reader.Text().ToArray();
        WriteIds(reader.Text(), inReplyTo, header);
        return new MessageKeys(_numbers.TakeArray(), _texts.TakeArray());
    }

    private void WriteHead(bool hasSent, long sent, bool isReply, byte[] subject)
    {
        _numbers.Append(MessageKeys.Version);
        _numbers.Append((byte)((hasSent ? KeyNumbers.Marks.HasSent : 0) | (isReply ? KeyNumbers.Marks.IsReplyOrForward : 0)));
        WriteNumber((ulong)sent);
        WriteNumber(subject.Length == 0 ? 0 : HashOf(subject));
    }

    private void WriteIds(ReadOnlySpan<byte> messageId, ReadOnlySpan<byte> inReplyTo, ReadOnlySpan<byte> header)
    {
        var own = new MessageIdList(messageId, _id);
        WriteNumber(own.TryRead(out var id) ? HashOf(id) : 0);
        var references = new MessageIdList(References(header), _id);
        var start = _numbers.Length;
        while (references.TryRead(out id))
            WriteNumber(HashOf(id));

        // RFC 5256 §3: the first of In-Reply-To, where References has none.
        var parents = new MessageIdList(inReplyTo, _id);
        if (_numbers.Length == start && parents.TryRead(out id))
            WriteNumber(HashOf(id));
    }

    private static ReadOnlySpan<byte> References(ReadOnlySpan<byte> header)
    {
        foreach (var field in new HeaderFieldList(header))
        {
            if (Ascii.EqualsIgnoreCase(field.Name, "References"u8))
                return field.Value[..Math.Min(field.Value.Length, MimeLimits.FieldOctets)];
        }

        return default;
    }

    private static byte[] MailboxOf(EnvelopeAddress? address) =>
        address is { } known ? Collated(Charset.Lenient.GetString(known.Mailbox), known.Mailbox) : [];

    /// <summary>RFC 5957 §3.</summary>
    private static byte[] DisplayOf(EnvelopeAddress? address)
    {
        if (address is not { } known)
            return [];
        var name = EncodedWords.Decode(known.Name);
        if (name.Length > 0)
            return Collated(name, known.Name);
        var raw = known.Host is { } host ? (byte[])[.. known.Mailbox, (byte)'@', .. host] : known.Mailbox;
        return Collated(Charset.Lenient.GetString(raw), raw);
    }

    /// <summary>
    /// RFC 5255 §4.6: texts with octets in no charset come behind all others, and are equal to nothing but themselves. No text in UTF-8 begins with the mark.
    /// Encoded words say what charset they are in, also where somebody wrote octets into them.
    /// </summary>
    private static byte[] Collated(string text, ReadOnlySpan<byte> raw) =>
        Utf8.IsValid(raw) || raw.IndexOf("=?"u8) >= 0 ? Encoding.UTF8.GetBytes(CaseMap.Map(text)) : [InNoCharset, .. Encoding.UTF8.GetBytes(text)];

    private void WriteText(byte[] text)
    {
        Varint.Write(_texts, text.Length);
        _texts.Append(text);
    }

    private void WriteNumber(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_numbers.GetSpan(sizeof(ulong)), value);
        _numbers.Advance(sizeof(ulong));
    }

    /// <summary>Never 0, which stands for none.</summary>
    private static ulong HashOf(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return Math.Max(1, BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }
}
