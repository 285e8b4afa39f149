using System.Text;
using CsCheck;
using Xunit;

namespace Postfach.Mime.Tests;

public sealed class AnyOctetsTests
{
    private const int Messages = 3000;

    private static readonly string[] Fragments =
    [
        "\r\n", "\r\n", "\r\n\r\n", "\n", "\n\n", "\r", " ", "\t", "\0", "\u00E9", "--", "-", ";", ",", ":", "\"", "\\", "(", ")", "<", ">", "@", "=?", "?=",
        "x", "text text\r\n", "Content-Type: ", "multipart/mixed; boundary=a\r\n", "multipart/mixed; boundary=ab\r\n\r\n", "multipart/digest; boundary=\"b c\"\r\n",
        "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n", "Content-Type: multipart/alternative; boundary=ab\r\n\r\n",
        "Content-Type: message/rfc822\r\n\r\n", "Content-Type: message/rfc822\r\n", "message/global\r\n", "text/html; charset=\"utf-8\r\n", "image/png; name=a b",
        "\r\n--a\r\n", "\r\n--a--\r\n", "\r\n--ab\r\n", "\r\n--ab--\r\n", "\r\n--b c\r\n", "\r\n--b c--", "--a\n", "--a--", "\r\n--a \t\r\n", "\r\n--abc\r\n",
        "Content-Transfer-Encoding: base64\r\n", "Content-Disposition: attachment; filename=\"x\"\r\n", "Content-Language: de, en\r\n", "Content-ID: <x>\r\n",
        "From: a@b\r\n", "To: Group: a@b, \"c d\" <@x,@y:e@f>;, (g) h\r\n", "Cc: ", "Subject: =?utf-8?Q?x?=\r\n y\r\n", "Date:\r\n", "a@b (c)", "Reply-To:\r\n",
    ];

    private static readonly Gen<byte[]> Octets = Gen.Select(
        Gen.OneOf(Fragments).Array[0, 60],
        Gen.Select(Gen.Int[0, 2000], Gen.Byte).Array[0, 4],
        (fragments, changes) =>
        {
            var octets = Encoding.Latin1.GetBytes(string.Concat(fragments));
            foreach (var (place, octet) in changes.Where(_ => octets.Length > 0))
                octets[place % octets.Length] = octet;
            return octets;
        });

    [Fact]
    public void Any_octets_give_what_the_grammar_allows_and_sections_that_fit() =>
        Octets.Sample(octets => { Consistency.Check(octets); }, iter: Messages, threads: 1);

    [Fact]
    public void It_does_not_matter_how_the_octets_are_sliced() =>
        Gen.Select(Octets, Gen.Int[0, 30].Array[1, 20]).Sample(
            (octets, lengths) =>
            {
                var reader = new MessageReader();
                var whole = Prepare.Message(octets);
                Consistency.CheckSame(whole, InSlices(reader, octets, [1]));
                reader.Reset();
                Consistency.CheckSame(whole, InSlices(reader, octets, [.. lengths, 1]));
            },
            iter: Messages,
            threads: 1);

    [Fact]
    public void Lines_longer_than_is_looked_at_can_be_sliced_anywhere()
    {
        var boundary = new string('b', 990);
        var octets = Prepare.Octets(
            $"Subject: {new string('s', 3000)}\nContent-Type: multipart/mixed;\n boundary={boundary}\n\n--{boundary}{new string(' ', 500)}\n"
            + $"X: {new string('x', 2000)}\nContent-Type: {new string(' ', 1020)}text/html\n\n-{new string('-', 3000)}\n--{boundary}--{new string('-', 1500)}\n");
        var whole = Consistency.Check(octets);

        Assert.Equal("html", Assert.Single(Grammar.ReadBody(whole.BodyStructure).Children).Subtype);
        for (var length = 1; length < octets.Length; length += length < 8 ? 1 : 61)
            Consistency.CheckSame(whole, InSlices(new MessageReader(), octets, [length]));
    }

    [Fact]
    public void A_reader_that_is_reset_remembers_nothing()
    {
        var reader = new MessageReader();
        reader.Write("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nSubject: \0"u8);
        reader.Reset();
        reader.Write("Subject: x\r\n\r\n--a\r\n"u8);

        Consistency.CheckSame(Prepare.Message("Subject: x\n\n--a\n"), reader.Complete());
    }

    private static PreparedMessage InSlices(MessageReader reader, byte[] octets, int[] lengths)
    {
        for (int place = 0, turn = 0; place < octets.Length; turn++)
        {
            var length = Math.Min(lengths[turn % lengths.Length], octets.Length - place);
            reader.Write(octets.AsSpan(place, length));
            place += length;
        }

        return reader.Complete();
    }
}
