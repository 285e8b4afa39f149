using System.Text;
using CsCheck;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;

namespace Postfach.Protocol.Tests.Imap;

/// <summary>Commands as bytes, and as records. RFC 9051 §9.</summary>
public sealed class ImapRequestTests
{
    private static readonly string[] Words =
    [
        "FETCH", "UID", "STORE", "LOGIN", "APPEND", "LIST", "STATUS", "ID", "SELECT", " ", "(", ")", "[", "]", "<", ">", "{", "}", "+", "-", "*", ":", ",",
        "\"", "\\", "\\Seen", "$x", "1", "4294967295", "4294967296", "0", "BODY", ".PEEK", "HEADER.FIELDS", "FLAGS", ".SILENT", "{3}\r\nabc", "{99999999999}",
        "\0", "\r\n", "ü", "&", "\" 1-Jan-2020 00:00:00 +0000\"", "NIL", "%", "RETURN (",
    ];

    private static readonly Gen<string> Fragment = Gen.Int[0, Words.Length - 1].Select(i => Words[i]);

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1:*", "1:*")]
    [InlineData("*:4,5:7,2", "*:4,5:7,2")]
    public void A_sequence_set_is_read(string text, string expected)
    {
        var reader = Reader(text);
        Assert.True(reader.SequenceSet(out var set) && reader.End());
        Assert.Equal(expected, set!.ToString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1:")]
    [InlineData(",1")]
    [InlineData("1,,2")]
    [InlineData("4294967296")]
    [InlineData("+1")]
    [InlineData("")]
    public void A_bad_sequence_set_is_refused(string text)
    {
        var reader = Reader(text);
        Assert.False(reader.SequenceSet(out _) && reader.End());
        Assert.NotNull(reader.Error);
    }

    [Theory]
    [InlineData("\"17-Jul-1996 02:44:25 -0700\"", "1996-07-17T02:44:25-07:00")]
    [InlineData("\" 7-Feb-2026 23:59:59 +0545\"", "2026-02-07T23:59:59+05:45")]
    [InlineData("\"01-Jan-1960 00:00:00 +0000\"", "1960-01-01T00:00:00+00:00")]
    public void A_date_is_read(string text, string expected)
    {
        var reader = Reader(text);
        Assert.True(reader.DateTime(out var date) && reader.End());
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), date.ToDateTimeOffset());
        Assert.Equal(TimeSpan.Zero, date.ToDateTimeOffset().Offset - DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture).Offset);
    }

    [Theory]
    [InlineData("\"30-Feb-2026 00:00:00 +0000\"")]
    [InlineData("\"01-Foo-2026 00:00:00 +0000\"")]
    [InlineData("\"01-Jan-2026 24:00:00 +0000\"")]
    [InlineData("\"01-Jan-2026 00:00:00 0000\"")]
    [InlineData("\"01-Jan-0001 00:00:00 +1400\"")]
    [InlineData("\"01-Jan-2026 00:00:00 +0099\"")]
    public void A_bad_date_is_refused(string text)
    {
        var reader = Reader(text);
        Assert.False(reader.DateTime(out _));
    }

    [Theory]
    [InlineData("BODY[]", "BODY[]", true)]
    [InlineData("body.peek[header]", "BODY[HEADER]", false)]
    [InlineData("BODY[1.2.MIME]", "BODY[1.2.MIME]", true)]
    [InlineData("BODY[3.TEXT]", "BODY[3.TEXT]", true)]
    [InlineData("BODY[HEADER.FIELDS (Subject \"X Y\")]", "BODY[HEADER.FIELDS (Subject \"X Y\")]", true)]
    [InlineData("BODY.PEEK[1.HEADER.FIELDS.NOT (To)]", "BODY[1.HEADER.FIELDS.NOT (To)]", false)]
    public void A_section_is_read_and_echoed(string text, string echo, bool setsSeen)
    {
        var reader = Reader(" 1 " + text);
        Assert.True(FetchRequest.TryRead(ref reader, out var request));
        var section = Assert.IsType<FetchItem.Section>(Assert.Single(request!.Items));
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        section.Of.Write(output);
        Assert.Equal(echo, "BODY" + Encoding.ASCII.GetString(output.WrittenSpan));
        Assert.Equal(setsSeen, section.SetsSeen);
    }

    [Theory]
    [InlineData(" 1 BODY[MIME]")]
    [InlineData(" 1 BODY[0]")]
    [InlineData(" 1 BODY[1.]")]
    [InlineData(" 1 BODY[HEADER.FIELDS ()]")]
    [InlineData(" 1 BODY[]<1>")]
    [InlineData(" 1 (ALL)")]
    [InlineData(" 1 ()")]
    [InlineData(" 1 FLAGS UID")]
    public void A_bad_fetch_is_refused(string text)
    {
        var reader = Reader(text);
        Assert.False(FetchRequest.TryRead(ref reader, out _));
        Assert.NotNull(reader.Error);
    }

    [Fact]
    public void A_secret_does_not_print()
    {
        var reader = Reader(" anna secret");
        Assert.True(LoginRequest.TryRead(ref reader, out var login));
        Assert.DoesNotContain("secret", login!.ToString(), StringComparison.Ordinal);
        reader = Reader(" PLAIN c2VjcmV0");
        Assert.True(AuthenticateRequest.TryRead(ref reader, out var authenticate));
        Assert.DoesNotContain("c2VjcmV0", authenticate!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_bytes_make_a_reader_throw() => Gen.OneOf(Fragment.Array[0, 12].Select(string.Concat), Gen.String).Sample(
        text =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            ReadAll(bytes);
            ReadAll([.. "a APPEND "u8, .. bytes]);
            ReadAll([.. "a UID FETCH "u8, .. bytes]);
        },
        iter: 20_000);

    [Fact]
    public void Long_nonsense_is_read_in_time_that_its_length_explains()
    {
        foreach (var text in new[] { "(", "1,", "\"", "\\", "{1}\r\na", "BODY[1.", "&AP", " " })
            ReadAll(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, 200_000))));
    }

    private static ImapReader Reader(string text) => new(Encoding.UTF8.GetBytes(text));

    private static void ReadAll(byte[] bytes)
    {
        Try((ref ImapReader r) => TaggedCommand.TryRead(ref r, out _));
        Try((ref ImapReader r) => FetchRequest.TryRead(ref r, out _));
        Try((ref ImapReader r) => StoreRequest.TryRead(ref r, out _));
        Try((ref ImapReader r) => CopyRequest.TryRead(ref r, out _));
        Try((ref ImapReader r) => AppendRequest.TryRead(ref r, out _));
        Try((ref ImapReader r) => ListRequest.TryRead(ref r, out _));
        Try((ref ImapReader r) => StatusRequest.TryRead(ref r, out _));
        Try((ref ImapReader r) => LoginRequest.TryRead(ref r, out _));
        Try((ref ImapReader r) => AuthenticateRequest.TryRead(ref r, out _));
        Try((ref ImapReader r) => RenameRequest.TryRead(ref r, out _));
        Try((ref ImapReader r) => EnableRequest.TryRead(ref r, out _));
        Try((ref ImapReader r) => IdRequest.TryRead(ref r, out _));
        AppendRequest.EndsBeforeMessage(bytes);
        ImapLiteral.TryReadAtEnd(bytes, out _);

        void Try(Read read)
        {
            // What is refused says why.
            var reader = new ImapReader(bytes);
            Assert.True(read(ref reader) || reader.Error is not null);
        }
    }

    private delegate bool Read(ref ImapReader reader);
}
