using System.Text;
using CsCheck;
using Postfach.Mail;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;

namespace Postfach.Protocol.Tests.Imap;

public sealed class SearchRequestTests
{
    private static readonly string[] Keys =
    [
        "ALL", "SEEN", "NEW", "1:*", "$", "UID 4,2:3", "KEYWORD $Junk", "FROM \"a b\"", "HEADER X \"\"", "BEFORE 1-Feb-1994", "SENTON \"01-Feb-1994\"",
        "LARGER 5000000000", "OLDER 60", "MODSEQ 620162338", "MODSEQ \"/flags/\\\\draft\" all 620162338", "TEXT {2}\r\nab", "(SEEN)", "NOT SEEN", "OR 1 2", "EMAILID Ma-1", "THREADID T_1",
        "SAVEDON 1-Feb-1994", "SAVEDATESUPPORTED", "FUZZY SUBJECT a",
    ];

    [Fact]
    public void Keys_in_any_order_are_read() =>
        Gen.Int[0, Keys.Length - 1].Select(i => Keys[i]).Array[2, 20].Sample(keys => Assert.Equal(keys.Length, (Read(string.Join(' ', keys))?.Program.Query as SearchQuery.And)?.Keys.Length));

    [Theory]
    [InlineData("")]
    [InlineData("NOSUCH")]
    [InlineData("SEEN ")]
    [InlineData("()")]
    [InlineData("OR SEEN")]
    [InlineData("NOT")]
    [InlineData("SINCE 1-Foo-1994")]
    [InlineData("SINCE 1-2-1994")]
    [InlineData("OLDER 0")]
    [InlineData("KEYWORD \\Seen")]
    [InlineData("RETURN (FOO) ALL")]
    [InlineData("RETURN (ALL ALL")]
    [InlineData("CHARSET UTF-8")]
    [InlineData("$,1")]
    [InlineData("FUZZY")]
    [InlineData("RETURN (RELEVANCY) SUBJECT a")]
    public void What_is_no_search_is_refused(string keys) => Assert.Null(Read(keys));

    [Fact]
    public void Nesting_and_length_are_bounded()
    {
        Assert.NotNull(Read(string.Concat(Enumerable.Repeat("NOT ", 40)) + "ALL"));
        Exceeds("nested deeper", string.Concat(Enumerable.Repeat("NOT ", 30_000)) + "ALL");
        Exceeds("nested deeper", new string('(', 30_000));
        Exceeds("nested deeper", string.Concat(Enumerable.Repeat("OR ALL ", 30_000)));
        Exceeds("keys", string.Join(' ', Enumerable.Repeat("ALL", 30_000)));
        Exceeds("texts", string.Join(' ', Enumerable.Repeat("TEXT a", 200)));
        Exceeds("characters", $"TEXT {new string('a', 2000)}");
        Exceeds("fuzzy", $"FUZZY (TEXT {new string('a', 200)} NOT BODY {new string('b', 57)})");
        Assert.NotNull(Read($"FUZZY TEXT {new string('a', 200)} BODY {new string('b', 57)}")?.Program.Query);

        static void Exceeds(string why, string keys)
        {
            var request = Read(keys);
            Assert.Null(request?.Program.Query);
            Assert.Contains(why, request?.Program.Excess, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Each_name_is_that_of_a_key_that_is_read()
    {
        string[] arguments = ["", " ALL", " ALL ALL", " 1", " a", " a b", " 1-Feb-1994"];
        Assert.DoesNotContain(SearchKeys.Names, name => !arguments.Any(a => Read(name + a)?.Program.Query is not null));
    }

    [Fact]
    public void The_charset_is_of_the_texts()
    {
        Assert.Equal(new SearchQuery.Body("ü"), Read("CHARSET ISO-8859-1 BODY \"\u00fc\"")?.Program.Query);
        Assert.Equal(new SearchQuery.Body("Привет"), ReadBytes([.. " CHARSET KOI8-R BODY \""u8, 0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4, .. "\""u8])?.Program.Query);
        var unknown = Read("CHARSET X-NONE BODY a");
        Assert.NotNull(unknown);
        Assert.Null(unknown.Program.Query);
    }

    [Fact]
    public void Any_octets_are_read_or_refused() => Gen.Byte.Array[0, 100].Sample(octets => { ReadBytes([(byte)' ', .. octets]); });

    private static SearchRequest? Read(string keys) => ReadBytes(Encoding.Latin1.GetBytes(" " + keys));

    private static SearchRequest? ReadBytes(byte[] command)
    {
        var reader = new ImapReader(command);
        return SearchRequest.TryRead(ref reader, out var request) ? request : null;
    }
}
