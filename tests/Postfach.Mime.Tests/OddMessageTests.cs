using Xunit;

namespace Postfach.Mime.Tests;

/// <summary>Messages of <c>tests/data/odd</c>.</summary>
public sealed class OddMessageTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "odd");

    public static TheoryData<string> Names => [.. new DirectoryInfo(Folder).EnumerateFiles("*.eml").Select(f => f.Name).Order(StringComparer.Ordinal)];

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    [Fact]
    public void There_are_odd_messages() => Assert.InRange(Names.Count, 25, 100);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_odd_message_gives_what_the_grammar_allows_however_it_is_sliced(string name)
    {
        var octets = Read(name);
        var message = Consistency.Check(octets);

        foreach (var length in new[] { 1, 2, 7, 100 })
        {
            var reader = new MessageReader();
            foreach (var slice in octets.Chunk(length))
                reader.Write(slice);
            Consistency.CheckSame(message, reader.Complete());
        }
    }

    [Theory]
    [InlineData("mail-attachment-nonascii-filename.eml", "mixed(text/plain text/plain)")]
    [InlineData("mail-content-transfer-encoding-text-html.eml", "alternative(text/html)")]
    [InlineData("mail-multiple-content-types.eml", "alternative(text/plain text/html)")]
    [InlineData("mail-parser-malformed-000.eml", "mixed(text/plain text/plain text/plain text/html)")]
    [InlineData("mail-parser-malformed-002.eml", "mixed(text/plain)")]
    [InlineData("mail-parser-malformed-004.eml", "mixed(mixed(text/plain))")]
    [InlineData("mail-parser-malformed-008.eml", "mixed(mixed(text/plain) text/html)")]
    [InlineData("mail-parser-malformed-010.eml", "message/rfc822(message/rfc822(text/plain))")]
    [InlineData("mail-parser-malformed-011.eml", "mixed(mixed(text/plain text/plain) text/plain)")]
    [InlineData("mail-parser-malformed-013.eml", "mixed(text/plain mixed(text/plain mixed(text/plain mixed(text/plain))))")]
    [InlineData("mail-parser-malformed-017.eml", "mixed(image/png)")]
    [InlineData("mail-parser-malformed-021.eml", "related(alternative(text/html text/plain) image/png)")]
    [InlineData("mail-parser-rfc-002.eml", "mixed(text/plain message/rfc822(mixed(text/plain image/gif)))")]
    [InlineData("mail-parser-rfc-008.eml", "mixed(text/plain application/octet-stream)")]
    [InlineData("mail-parser-thirdparty-007.eml", "digest(message/rfc822(text/plain) message/rfc822(text/plain) message/rfc822(mixed(text/plain application/octet-stream)))")]
    [InlineData("mail-parser-thirdparty-012.eml", "mixed(text/x-myown message/rfc822(alternative(text/html text/plain)))")]
    [InlineData("mimekit-body.9.eml", "mixed(text/html text/plain application/octet-stream)")]
    [InlineData("mimekit-delivery-status-no-blank-line.eml", "report(message/delivery-status message/rfc822(text/plain))")]
    [InlineData("mimekit-missing-subtype.eml", "application/octet-stream")]
    [InlineData("mimekit-multipart-no-end-boundary.eml", "alternative(text/plain text/html)")]
    [InlineData("mimekit-simple.eml", "mixed(mixed(mixed(text/plain)) mixed(mixed(text/plain)))")]
    public void Odd_messages_have_these_parts(string name, string parts)
    {
        Assert.Equal(parts, Show(Grammar.ReadBody(Prepare.Message(Read(name)).BodyStructure)));

        static string Show(Grammar.Body body) =>
            (body.IsMultipart ? body.Subtype : $"{body.Type}/{body.Subtype}") + (body.Children.Count > 0 ? $"({string.Join(' ', body.Children.Select(Show))})" : "");
    }

    [Theory]
    [InlineData("mail-encoding-madness.eml", "no-reply@crm.el-example.org")]
    [InlineData("mail-two-from-in-message.eml", "tester1@test.com")]
    [InlineData("mail-raw-email-with-at-display-name.eml", "test@lindsaar.net jack@lindsar.com")]
    [InlineData("mimekit-feedback-report.eml", "abusedesk@example.com")]
    [InlineData("mail-example06.eml", "mary@example.net")]
    public void Odd_messages_are_from_these(string name, string from) =>
        Assert.Equal(from, string.Join(' ', Grammar.ReadEnvelope(Prepare.Message(Read(name)).Envelope).From.Select(a => $"{a.Mailbox}@{a.Host}")));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_odd_message_is_read_as_an_independent_reader_does(string name)
    {
        // Where we differ, and why.
        var reason = name switch
        {
            "mail-parser-malformed-000.eml" or "mail-parser-malformed-007.eml" => "two delimiters in a row: we see an empty part between them",
            "mail-parser-malformed-002.eml" => "a boundary that never comes: all is one text part",
            "mail-parser-malformed-004.eml" => "a line that only starts with the boundary is a delimiter (RFC 2046 §5.1.1)",
            "mail-parser-malformed-013.eml" => "a delimiter at the very end starts no part",
            "mail-parser-rfc-008.eml" => "an encoded message is octets: IMAP has no leaf of type message/rfc822",
            "mail-parser-malformed-017.eml" => "a semicolon is missing before the boundary",
            "mail-parser-malformed-019.eml" or "mail-parser-malformed-021.eml" or "mimekit-body.9.eml" => "a header's blank line is the header's, also where a delimiter follows at once",
            _ => null,
        };
        var octets = Read(name);

        var isSame = Oracle.Parts(octets).SequenceEqual(Oracle.Parts(Prepare.Message(octets)));

        Assert.True(isSame == reason is null, reason);
    }
}
