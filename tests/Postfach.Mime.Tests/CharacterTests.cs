using Xunit;

namespace Postfach.Mime.Tests;

public sealed class CharacterTests
{
    // RFC 2045 §5.1: token is any US-ASCII character except SPACE, CTLs and tspecials.
    [Fact]
    public void Token_characters_are_those_of_the_document()
    {
        for (var octet = 0; octet < 256; octet++)
            Assert.Equal(octet is > 32 and < 127 && !"()<>@,;:\\\"/[]?=".Contains((char)octet), MimeToken.Characters.Contains((byte)octet));
    }

    // RFC 9051 §9: TEXT-CHAR is any CHAR (%x01-7F, RFC 5234 B.1) except CR and LF.
    [Fact]
    public void Text_characters_are_those_of_the_document()
    {
        for (var octet = 0; octet < 256; octet++)
            Assert.Equal(octet is > 0 and < 128 and not 10 and not 13, ImapString.TextCharacters.Contains((byte)octet));
    }

    [Fact]
    public void Every_octet_but_NUL_can_be_sent_as_a_string()
    {
        for (var octet = 1; octet < 256; octet++)
        {
            var message = Prepare.Message([.. "Subject: <"u8, (byte)octet, .. ">\n\n"u8]);
            if (octet != '\n')
                Assert.Equal($"<{(char)octet}>", Grammar.ReadEnvelope(message.Envelope).Subject);
        }
    }

    [Fact]
    public void Field_names_are_known_in_any_case()
    {
        foreach (var kind in Enum.GetValues<FieldKind>().Where(k => k != FieldKind.None))
        {
            var name = string.Concat(kind.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{c}" : $"{c}")).ToUpperInvariant();
            Assert.Equal(kind, FieldKinds.Of(Prepare.Octets(name)));
            Assert.Equal(kind, FieldKinds.Of(Prepare.Octets(name.ToLowerInvariant())));
            Assert.Equal(FieldKind.None, FieldKinds.Of(Prepare.Octets(name + "x")));
        }
    }
}
