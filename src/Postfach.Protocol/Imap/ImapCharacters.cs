using System.Buffers;

namespace Postfach.Protocol.Imap;

/// <summary>The character classes of RFC 9051 §9.</summary>
internal static class ImapCharacters
{
    private const string AtomCharacters = "!#$&'+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[^_`abcdefghijklmnopqrstuvwxyz|}~";

    /// <summary>ATOM-CHAR: any CHAR except atom-specials.</summary>
    public static readonly SearchValues<byte> Atom = Of(AtomCharacters);

    /// <summary>ASTRING-CHAR: ATOM-CHAR or resp-specials.</summary>
    public static readonly SearchValues<byte> AString = Of(AtomCharacters + "]");

    /// <summary>list-char: ATOM-CHAR, list-wildcards or resp-specials.</summary>
    public static readonly SearchValues<byte> List = Of(AtomCharacters + "]%*");

    /// <summary>What a tag is made of: any ASTRING-CHAR except "+".</summary>
    public static readonly SearchValues<byte> Tag = Of((AtomCharacters + "]").Replace("+", "", StringComparison.Ordinal));

    /// <summary>What an ObjectID is made of. RFC 8474 §7.</summary>
    public static readonly SearchValues<byte> ObjectId = Of("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    /// <summary>What a quoted string cannot have even behind a backslash: NUL, CR, LF. (TEXT-CHAR; UTF-8 is let through.)</summary>
    public static readonly SearchValues<byte> NotInQuoted = SearchValues.Create("\0\r\n"u8);

    public static bool IsDigit(byte character) => character is >= (byte)'0' and <= (byte)'9';

    private static SearchValues<byte> Of(string characters) => SearchValues.Create([.. characters.Select(c => (byte)c)]);
}
