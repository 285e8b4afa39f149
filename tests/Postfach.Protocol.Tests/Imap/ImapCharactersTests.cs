using System.Buffers;
using Postfach.Protocol.Imap;

namespace Postfach.Protocol.Tests.Imap;

/// <summary>Each class against the ABNF of RFC 9051 §9, written down here once more, for all 256 bytes.</summary>
public sealed class ImapCharactersTests
{
    [Fact]
    public void Atoms_are_of_every_CHAR_but_the_atom_specials() => Agree(ImapCharacters.Atom, IsAtomChar);

    [Fact]
    public void Astrings_may_have_a_closing_bracket_too() => Agree(ImapCharacters.AString, b => IsAtomChar(b) || b == ']');

    [Fact]
    public void Patterns_may_have_wildcards_too() => Agree(ImapCharacters.List, b => IsAtomChar(b) || b is (byte)']' or (byte)'%' or (byte)'*');

    [Fact]
    public void Tags_have_no_plus() => Agree(ImapCharacters.Tag, b => b != '+' && (IsAtomChar(b) || b == ']'));

    [Fact]
    public void Quoted_strings_have_no_line_ends_and_no_NUL() => Agree(ImapCharacters.NotInQuoted, b => b is 0 or (byte)'\r' or (byte)'\n');

    // CHAR is %x01-7F; atom-specials = "(" / ")" / "{" / SP / CTL / list-wildcards / quoted-specials / resp-specials; CTL is %x00-1F / %x7F.
    private static bool IsAtomChar(byte b) =>
        b is >= 0x01 and <= 0x7F
        && !(b is (byte)'(' or (byte)')' or (byte)'{' or (byte)' ')
        && !(b <= 0x1F || b == 0x7F)
        && !(b is (byte)'%' or (byte)'*')
        && !(b is (byte)'"' or (byte)'\\')
        && b != ']';

    private static void Agree(SearchValues<byte> members, Func<byte, bool> grammar)
    {
        for (var b = 0; b <= byte.MaxValue; b++)
            Assert.True(members.Contains((byte)b) == grammar((byte)b), $"byte {b:X2}");
    }
}
