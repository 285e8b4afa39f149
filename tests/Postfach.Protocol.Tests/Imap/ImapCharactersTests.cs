using System.Buffers;
using Postfach.Protocol.Imap;

namespace Postfach.Protocol.Tests.Imap;

/// <summary>Each class of characters against the grammar, byte by byte. RFC 9051 §9.</summary>
public sealed class ImapCharactersTests
{
    private const string AtomSpecials = "(){ %*\"\\]";

    [Fact]
    public void Atom_char_is_any_char_but_the_specials_and_controls() => Check(ImapCharacters.Atom, IsAtomChar);

    [Fact]
    public void Astring_char_is_atom_char_or_a_closing_bracket() => Check(ImapCharacters.AString, b => IsAtomChar(b) || b == ']');

    [Fact]
    public void List_char_is_atom_char_or_a_wildcard_or_a_closing_bracket() =>
        Check(ImapCharacters.List, b => IsAtomChar(b) || b is (byte)'%' or (byte)'*' or (byte)']');

    [Fact]
    public void A_tag_is_of_astring_chars_but_plus() => Check(ImapCharacters.Tag, b => (IsAtomChar(b) || b == ']') && b != '+');

    [Fact]
    public void A_quoted_string_has_no_NUL_CR_and_LF() => Check(ImapCharacters.NotInQuoted, b => b is 0 or (byte)'\r' or (byte)'\n');

    [Fact]
    public void Digits_are_ASCII() => Assert.All(Bytes(), b => Assert.Equal(b is >= (byte)'0' and <= (byte)'9', ImapCharacters.IsDigit(b)));

    // RFC 9051 §9: CHAR is 01 to 7F; CTL is 00 to 1F and 7F.
    private static bool IsAtomChar(byte b) => b is > 0x1F and < 0x7F && !AtomSpecials.Contains((char)b, StringComparison.Ordinal);

    private static void Check(SearchValues<byte> values, Func<byte, bool> grammar) =>
        Assert.All(Bytes(), b => Assert.Equal(grammar(b), values.Contains(b)));

    private static IEnumerable<byte> Bytes() => Enumerable.Range(0, 256).Select(b => (byte)b);
}
