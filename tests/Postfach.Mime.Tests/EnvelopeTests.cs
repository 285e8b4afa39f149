using Xunit;

namespace Postfach.Mime.Tests;

public sealed class EnvelopeTests
{
    private static Grammar.Envelope Read(string header) => Grammar.ReadEnvelope(Prepare.Message(header + "\n\n").Envelope);

    [Fact]
    public void The_example_of_the_document_comes_out_as_it_stands()
    {
        var envelope = Prepare.Envelope(
            """
            Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
            From: Terry Gray <gray@cac.washington.edu>
            Subject: IMAP4rev2 WG mtg summary and minutes
            To: imap@cac.washington.edu
            Cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>
            Message-Id: <B27397-0100000@cac.washington.edu>

            """);

        Assert.Equal(
            "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev2 WG mtg summary and minutes\" "
            + "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
            + "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) ((NIL NIL \"imap\" \"cac.washington.edu\")) "
            + "((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL "
            + "\"<B27397-0100000@cac.washington.edu>\")",
            envelope);
    }

    [Fact]
    public void A_message_without_a_header_has_nothing() =>
        Assert.Equal("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)", Prepare.Envelope("\nFrom: nobody\n"));

    [Theory]
    [InlineData("Sender: \nReply-To:   ")]
    [InlineData("Sender: (nobody)\nReply-To: ,")]
    [InlineData("X: y")]
    public void Sender_and_Reply_To_are_From_when_they_say_nothing(string fields)
    {
        var envelope = Read($"From: A <a@b>\n{fields}");

        Assert.Equal(envelope.From, envelope.Sender);
        Assert.Equal(envelope.From, envelope.ReplyTo);
    }

    [Fact]
    public void Sender_and_Reply_To_stand_for_themselves_when_they_are_there()
    {
        var envelope = Read("From: a@b\nSender: c@d\nReply-To: e@f");

        Assert.Equal("c", Assert.Single(envelope.Sender).Mailbox);
        Assert.Equal("e", Assert.Single(envelope.ReplyTo).Mailbox);
    }

    [Fact]
    public void A_text_field_that_is_empty_is_the_empty_string_and_an_address_field_NIL() =>
        Assert.Equal("(\"\" \"\" NIL NIL NIL NIL NIL NIL \"\" \"\")", Prepare.Envelope("Date:\nSubject: \nFrom:\nTo: \nCc:\nBcc:\nIn-Reply-To:\nMessage-ID:\n\n"));

    [Fact]
    public void Addresses_of_repeated_fields_are_put_together_and_of_other_fields_the_first_counts()
    {
        var envelope = Read("Subject: one\nTo: a@b\nSubject: two\nTo: c@d, e@f\nFrom: x@y\nFrom: z@y");

        Assert.Equal("one", envelope.Subject);
        Assert.Equal(["a", "c", "e"], envelope.To.Select(a => a.Mailbox));
        Assert.Equal(["x", "z"], envelope.From.Select(a => a.Mailbox));
    }

    [Theory]
    [InlineData("Subject: one\n two\n\tthree", "one two\tthree")]
    [InlineData("Subject:\n one", "one")]
    [InlineData("subject : spaced ", "spaced")]
    [InlineData("\u00EF\u00BB\u00BFSubject: marked", "marked")]
    [InlineData("From nobody Mon Jan  1 00:00:00 2024\nSubject: mbox", "mbox")]
    [InlineData("garbage\nSubject: x", "x")]
    [InlineData("Subject: say \"hi\" \\ there", "say \"hi\" \\ there")]
    [InlineData("Subject: gr\u00FC\u00DFe", "gr\u00FC\u00DFe")]
    [InlineData("Subject: n\0u\0l", "nul")]
    [InlineData("Subject: bare\rCR", "bare\rCR")]
    [InlineData("Subject: =?utf-8?Q?x?=\n =?utf-8?Q?y?=", "=?utf-8?Q?x?= =?utf-8?Q?y?=")]
    public void A_text_field_is_unfolded_and_otherwise_left_alone(string header, string subject) => Assert.Equal(subject, Read(header).Subject);

    [Fact]
    public void What_cannot_be_quoted_goes_as_a_literal()
    {
        Assert.Contains("{3}\r\n\u00E4\u00F6\u00FC ", Prepare.Envelope("Subject: \u00E4\u00F6\u00FC\n\n"), StringComparison.Ordinal);
        Assert.Contains("{1001}\r\nxxx", Prepare.Envelope($"Subject: {new string('x', 1001)}\n\n"), StringComparison.Ordinal);
    }

    [Theory]
    // RFC 5322 Appendix A and what is found in mail. One address a bar: name, route, mailbox, host, - for NIL.
    [InlineData("a@b", "- - a b")]
    [InlineData("John Doe <jdoe@machine.example>", "John_Doe - jdoe machine.example")]
    [InlineData("\"Joe Q. Public\" <john.q.public@example.com>", "Joe_Q._Public - john.q.public example.com")]
    [InlineData("Joe Q. Public <john.q.public@example.com>", "Joe_Q._Public - john.q.public example.com")]
    [InlineData("\"Giant; \\\"Big\\\" Box\" <sysservices@example.net>", "Giant;_\"Big\"_Box - sysservices example.net")]
    [InlineData("<boss@nil.test>, who?@one.test", "- - boss nil.test|- - who? one.test")]
    [InlineData("A Group:Ed Jones <c@a.test>,joe@where.test;", "- - A_Group -|Ed_Jones - c a.test|- - joe where.test|- - - -")]
    [InlineData("Undisclosed recipients:;", "- - Undisclosed_recipients -|- - - -")]
    [InlineData("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "Pete - pete silly.test")]
    [InlineData("Mary Smith <@node.test,@b:mary@example.net>, , jdoe@test . example", "Mary_Smith @node.test,@b mary example.net|- - jdoe test.example")]
    [InlineData("< @a , @b : c @ d >", "- @a,@b c d")]
    [InlineData("gray@edu (Terry Gray)", "Terry_Gray - gray edu")]
    [InlineData("gray@edu (Terry (T.) Gray)", "Terry_(T.)_Gray - gray edu")]
    [InlineData("<gray@edu> (Terry Gray)", "Terry_Gray - gray edu")]
    [InlineData("(only a comment)", "")]
    [InlineData("", "")]
    [InlineData(" , ,, ", "")]
    [InlineData("\"John Doe\"@x", "- - John_Doe x")]
    [InlineData("<\"a@b\"@c>", "- - a@b c")]
    [InlineData("=?utf-8?Q?Doe,_John_(x?= <j@d>", "=?utf-8?Q?Doe,_John_(x?= - j d")]
    [InlineData("=?utf-8?Q?=41?= <j@d>, k@d", "=?utf-8?Q?=41?= - j d|- - k d")]
    [InlineData("root", "- - root ~")]
    [InlineData("John Doe", "- - John_Doe ~")]
    [InlineData("<root>", "- - root ~")]
    [InlineData("MAILER-DAEMON <>", "MAILER-DAEMON - ~ ~")]
    [InlineData("<>", "")]
    [InlineData("@host", "- - ~ host")]
    [InlineData("John Doe jdoe@x", "John_Doe - jdoe x")]
    [InlineData("jdoe@x John Doe", "- - jdoe x")]
    [InlineData("a@b <a@b>", "a@b - a b")]
    [InlineData("Doe, John <j@d>", "- - Doe ~|John - j d")]
    [InlineData("\"unclosed <a@b>, c@d", "\"unclosed - a b|- - c d")]
    [InlineData("unclosed (comment <a@b>, c@d", "unclosed_(comment - a b|- - c d")]
    [InlineData("unclosed <a@b, c@d", "unclosed - a b|- - c d")]
    [InlineData("<<a@b>>", "- - a b")]
    [InlineData("<a@b> <c@d>", "- - a b|- - c d")]
    [InlineData("a@b; c@d", "- - a b|- - c d")]
    [InlineData("<undisclosed-recipients:;>", "- - undisclosed-recipients:; ~")]
    [InlineData("Open group: a@b, c@d", "- - Open_group -|- - a b|- - c d|- - - -")]
    [InlineData("One: a@b; Two: c@d;", "- - One -|- - a b|- - - -|- - Two -|- - c d|- - - -")]
    [InlineData("One: Two: a@b;", "- - One -|Two: - a b|- - - -")]
    [InlineData("a@[192.0.2.1], b@[IPv6:2001:db8::1]", "- - a [192.0.2.1]|- - b [IPv6:2001:db8::1]")]
    [InlineData("a@b@c", "- - a@b c")]
    [InlineData("J\u00F6rg <j\u00F6rg@b\u00FCcher.example>", "J\u00F6rg - j\u00F6rg b\u00FCcher.example")]
    [InlineData("[List] Bob <b@c>", "[List]_Bob - b c")]
    [InlineData("a\n b <c@d>,\n e@f", "a_b - c d|- - e f")]
    public void Addresses_are_read_as_people_write_them(string field, string addresses)
    {
        var to = Read($"To: {field}").To;

        Assert.Equal(addresses, string.Join('|', to.Select(a => $"{Show(a.Name)} {Show(a.Route)} {Show(a.Mailbox)} {Show(a.Host)}")));

        static string Show(string? text) => text is null ? "-" : text.Length == 0 ? "~" : text.Replace(' ', '_');
    }

    [Fact]
    public void A_message_within_has_an_envelope_of_its_own()
    {
        var body = Grammar.ReadBody(Prepare.Message("Subject: outer\nContent-Type: message/rfc822\n\nSubject: inner\nFrom: a@b\n\ntext\n").BodyStructure);

        Assert.Equal("inner", body.Envelope?.Subject);
        Assert.Equal("a", Assert.Single(body.Envelope!.Sender).Mailbox); // Assert.Equal above would have failed on null
    }
}
