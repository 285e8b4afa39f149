using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Mail;

/// <summary>Charsets by the names that mail calls them. RFC 2978.</summary>
public static class Charset
{
    /// <summary>UTF-8 in which octets that are none stand for the Latin-1 characters of their numbers: what is read is never lost, and most of it right.</summary>
    public static readonly Encoding Lenient = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new Latin1Fallback());

    /// <summary>Some of those that are known, the most wanted.</summary>
    public static readonly ImmutableArray<string> Examples =
    [
        "UTF-8", "US-ASCII", "ISO-8859-1", "ISO-8859-2", "ISO-8859-5", "ISO-8859-7", "ISO-8859-8", "ISO-8859-9", "ISO-8859-15", "WINDOWS-1250",
        "WINDOWS-1251", "WINDOWS-1252", "KOI8-R", "KOI8-U", "ISO-2022-JP", "SHIFT_JIS", "EUC-JP", "EUC-KR", "GB2312", "GB18030", "BIG5", "UTF-16",
    ];

    /// <summary>An encoding by its name, in whatever case; none that throws.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out Encoding? encoding)
    {
        encoding = null;
        // A language may stand behind an asterisk (RFC 2231 §5).
        var end = name.IndexOf('*', StringComparison.Ordinal);
        var plain = (end < 0 ? name : name[..end]).Trim().ToLowerInvariant();
        if (plain.Length is 0 or > 64)
            return false;
        if (plain is "utf-8" or "utf8" or "us-ascii" or "ascii")
        {
            encoding = Lenient;
            return true;
        }

        if (plain is "utf-7" or "unicode-1-1-utf-7")
        {
            // Old mail has it. It is not safe where markup is filtered before it is decoded; nothing is filtered here. RFC 2152.
#pragma warning disable SYSLIB0001
            encoding = new UTF7Encoding();
#pragma warning restore SYSLIB0001
            return true;
        }

        encoding = CodePagesEncodingProvider.Instance.GetEncoding(plain) ?? BuiltIn(plain);
        return encoding is not null;
    }

    private static Encoding? BuiltIn(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private sealed class Latin1Fallback : DecoderFallback
    {
        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Latin1Buffer();
    }

    private sealed class Latin1Buffer : DecoderFallbackBuffer
    {
        private byte[] _bytes = [];
        private int _place;

        public override int Remaining => _bytes.Length - _place;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            (_bytes, _place) = (bytesUnknown, 0);
            return bytesUnknown.Length > 0;
        }

        public override char GetNextChar() => _place < _bytes.Length ? (char)_bytes[_place++] : '\0';

        public override bool MovePrevious()
        {
            if (_place == 0)
                return false;
            _place--;
            return true;
        }

        public override void Reset() => (_bytes, _place) = ([], 0);
    }
}
