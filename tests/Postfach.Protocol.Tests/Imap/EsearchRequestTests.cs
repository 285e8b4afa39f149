using System.Text;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Protocol.Tests.Imap;

public sealed class EsearchRequestTests
{
    [Theory]
    [InlineData("ALL", "Selected; All")]
    [InlineData("IN (selected) ALL", "Selected; All")]
    [InlineData("IN (mailboxes folder1 SUBTREE \"folder 2\") UNSEEN", "Mailboxes folder1, Subtree folder 2; All")]
    [InlineData("IN (subtree-one (a b) personal inboxes subscribed) RETURN (MIN COUNT) CHARSET UTF-8 SUBJECT \"x\"", "SubtreeOne a b, Personal, Inboxes, Subscribed; Min, Count")]
    [InlineData("RETURN () ALL", "Selected; All")]
    [InlineData("IN () ALL", null)]
    [InlineData("IN (nowhere) ALL", null)]
    [InlineData("IN (selected-delayed) ALL", null)]
    [InlineData("IN (mailboxes) ALL", null)]
    [InlineData("IN (mailboxes ()) ALL", null)]
    [InlineData("IN (personal (option)) ALL", null)]
    [InlineData("IN (personal ALL", null)]
    [InlineData("IN (personal)", null)]
    [InlineData("", null)]
    public void A_search_of_several_mailboxes_is_read(string arguments, string? read)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(" " + arguments));
        Assert.Equal(read, EsearchRequest.TryRead(ref reader, out var request)
            ? $"{string.Join(", ", request.Sources.Select(s => string.Join(' ', s.Mailboxes.Select(m => m.Given).Prepend($"{s.Kind}"))))}; {request.Options.Return}"
            : null);
    }

    [Fact]
    public void Names_are_bounded()
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes($" IN (mailboxes ({string.Join(' ', Enumerable.Repeat("a", 2000))})) ALL"));
        Assert.True(EsearchRequest.TryRead(ref reader, out var request));
        Assert.Equal("The search names more than 1000 mailboxes", request.Program.Excess);
    }

    [Fact]
    public void An_answer_names_its_mailbox() => Assert.Equal(
        "* ESEARCH (TAG \"a\" MAILBOX \"Entw&APw-rfe 1\" UIDVALIDITY 7) UID ALL 1:2\r\n",
        Shown.Written(o => new SearchResponse([1, 2], null).Write(
            o, new SearchCorrelator("a", ByUid: true, new SearchedMailbox("Entwürfe 1", MailboxNameForm.ModifiedUtf7, new(7))), new(SearchReturn.All))));

    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("\"a\" \"b\"", "a b")]
    [InlineData("a", null)]
    [InlineData("", null)]
    [InlineData("\"a\" ", null)]
    public void What_ends_updates_is_read(string arguments, string? tags)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(" " + arguments));
        Assert.Equal(tags, CancelUpdateRequest.TryRead(ref reader, out var request) ? string.Join(' ', request.Tags) : null);
    }

    [Theory]
    [InlineData("1:* (UID) (PARTIAL 1:5)", "1:5")]
    [InlineData("1:* UID (CHANGEDSINCE 1 PARTIAL -1:-5)", "-1:-5")]
    [InlineData("1:* UID (PARTIAL 1:5 VANISHED CHANGEDSINCE 1)", "1:5")]
    [InlineData("1:* UID (PARTIAL 1:5 PARTIAL 1:5)", null)]
    [InlineData("1:* UID (PARTIAL 1)", null)]
    [InlineData("1:* UID (PARTIAL)", null)]
    public void A_part_of_what_is_fetched_is_read(string arguments, string? partial)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(" " + arguments));
        Assert.Equal(partial, FetchRequest.TryRead(ref reader, out var request) ? $"{request.Partial}" : null);
    }
}
