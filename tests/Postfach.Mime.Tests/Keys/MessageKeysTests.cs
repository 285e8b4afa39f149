using System.Text;
using CsCheck;
using Postfach.Mail;
using Xunit;

namespace Postfach.Mime.Tests;

/// <summary>What messages are ordered and threaded by. RFC 5256 §2, §3; RFC 5957 §3.</summary>
public sealed class MessageKeysTests
{
    [Theory]
    [InlineData("31 Dec 2000 16:01:33 -0800", "2001-01-01T00:01:33Z")]
    [InlineData("Mon, 2 Nov 2026 23:30:00 +0100 (CET)", "2026-11-02T22:30:00Z")]
    [InlineData("Mon, 2 Nov 2026 23:30 EST", "2026-11-03T04:30:00Z")]
    [InlineData("Mon, 2 Nov 2026 23:30:00", "2026-11-02T23:30:00Z")]
    [InlineData("Mon, 2 Nov 2026 23:30:00 +9999", "2026-11-02T23:30:00Z")]
    [InlineData("Mon, 2 Nov 2026 25:30:00 +0100", "2026-11-02T00:00:00Z")]
    [InlineData("Mon, 2 Nov 2026", "2026-11-02T00:00:00Z")]
    [InlineData("Thu Aug 22 10:45:52 2002", "2002-08-22T10:45:52Z")]
    [InlineData("2 Nov 26 1:02:03 -0000", "2026-11-02T01:02:03Z")]
    [InlineData("Sat, 02 Feb 0102 11:39:51 +0200", null)]
    [InlineData("yesterday, 10:00", null)]
    [InlineData("", null)]
    public void The_sent_date_is_in_UTC(string date, string? utc) =>
        Assert.Equal(utc is null ? null : DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds(), Keys($"Date: {date}\n\n").Sent);

    [Theory]
    [InlineData("<a@b>", "a@b")]
    [InlineData("<\"a\"@b> <a (comment) @\n b>", "a@b a@b")]
    [InlineData("text <a@b>,<c@d> more", "a@b c@d")]
    [InlineData("<a@b <c@d>", "c@d")]
    [InlineData("<ab> <@b> <a@> <>", "")]
    [InlineData("<A@b> <a@b>", "A@b a@b")]
    [InlineData("<\"a b\"@c>", "a b@c")]
    [InlineData("<a@b", "")]
    public void Message_identifiers_are_read_however_they_are_quoted(string value, string ids)
    {
        var list = new MessageIdList(Prepare.Octets(value), new ByteBuffer(16));
        var found = new List<string>();
        while (list.TryRead(out var id))
            found.Add(Encoding.Latin1.GetString(id));
        Assert.Equal(ids, string.Join(' ', found));
    }

    [Fact]
    public void References_are_the_ancestors_and_otherwise_the_first_of_InReplyTo()
    {
        var parent = Keys("Message-ID: <p@x>\n\n");
        Assert.Equal([Keys("Message-ID: <g@x>\n\n").Id, parent.Id], Keys("References: <g@x>\n <p@x>\nIn-Reply-To: <q@x>\n\n").References);
        Assert.Equal([parent.Id], Keys("References: none\nIn-Reply-To: your mail <p@x> <anna@x>\n\n").References);
        Assert.Empty(Keys("In-Reply-To: your mail\n\n").References);
        Assert.Equal(0ul, Keys("Message-ID: 123\n\n").Id);
    }

    [Fact]
    public void Subjects_are_equal_when_their_bases_are()
    {
        var (plain, reply) = (Keys("Subject: Grüße\n\n"), Keys("Subject: Re: =?utf-8?q?GR=C3=9C=C3=9Fe?=\n\n"));
        Assert.Equal(Keys("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n\n").Subject, reply.Subject);
        Assert.Equal((false, true), (plain.IsReply, reply.IsReply));
        Assert.Equal(0ul, Keys("Subject: Re:\n\n").Subject);
    }

    [Theory]
    [InlineData("From: \"Ann A\" <anna@x>\nTo: bert@y", SortKey.From, "ANNA")]
    [InlineData("From: \"Ann A\" <anna@x>\nTo: bert@y", SortKey.DisplayFrom, "ANN A")]
    [InlineData("From: \"Ann A\" <anna@x>\nTo: bert@y", SortKey.DisplayTo, "BERT@Y")]
    [InlineData("From: \"Ann A\" <anna@x>\nTo: bert@y", SortKey.Cc, "")]
    [InlineData("To: friends: a@x, b@x;, c@x\nCc: (none)", SortKey.To, "FRIENDS")]
    [InlineData("To: friends: a@x, b@x;, c@x\nCc: d@x, e@x", SortKey.DisplayTo, "FRIENDS")]
    [InlineData("To: friends: a@x, b@x;, c@x\nCc: d@x, e@x", SortKey.Cc, "D")]
    [InlineData("From: =?iso-8859-1?q?J=F6rg?= <j@x>", SortKey.DisplayFrom, "JO\u0308RG")]
    [InlineData("Subject: Re: \"a\\\\b\" c\nFrom: a@x", SortKey.Subject, "\"A\\\\B\" C")]
    [InlineData("Subject: a\nFrom: \"q\\\"\\\\\" <m@x>, n@x\nTo: b@x", SortKey.To, "B")]
    public void Texts_are_those_of_the_first_address(string header, SortKey key, string text) => Assert.Equal(text, Keys(header + "\n\n")[key]);

    [Theory]
    [InlineData("Subject: ", SortKey.Subject)]
    [InlineData("From: ", SortKey.DisplayFrom)]
    [InlineData("To: ", SortKey.DisplayTo)]
    public void Octets_in_no_charset_come_behind_all_other_texts_and_case_counts_in_them(string field, SortKey key)
    {
        var (upper, lower, decoded, last) = (Octets(field, "\u00c4rger <a@x>"), Octets(field, "\u00e4rger <a@x>"), Octets(field, "=?iso-8859-1?q?=C4rger?= <a@x>"), Octets(field, "=?utf-8?q?=F4=8F=BF=BD?= <a@x>"));
        Assert.True(decoded.AsSpan().SequenceCompareTo(last) < 0);
        Assert.True(last.AsSpan().SequenceCompareTo(upper) < 0);
        Assert.True(upper.AsSpan().SequenceCompareTo(lower) < 0);

        byte[] Octets(string name, string value)
        {
            var prepared = Prepare.Message(Encoding.Latin1.GetBytes($"{name}{value}\r\n\r\n"));
            var keys = new MessageKeysReader().Read(prepared.Envelope.Span, prepared.ListedFields!.Value.Span);
            Assert.True(KeyTexts.TryOpen(keys.Texts.Span, out var texts));
            return texts[key].ToArray();
        }
    }

    [Fact]
    public void Octets_of_UTF_8_need_no_encoded_word()
    {
        var (plain, encoded) = (Encoding.UTF8.GetBytes("Subject: Grüße\r\n\r\n"), Encoding.UTF8.GetBytes("Subject: =?iso-8859-1?q?GR=DC=DFe?=\r\n\r\n"));
        Assert.Equal(Keys(encoded).Subject, Keys(plain).Subject);
    }

    [Fact]
    public void No_octets_are_too_odd() => Gen.Byte.Array[0, 200].Sample(octets => { Keys(octets); });

    [Fact]
    public void No_header_is_too_odd() =>
        Gen.OneOf(
            Gen.Const("From: "), Gen.Const("To: "), Gen.Const("Cc: "), Gen.Const("Subject: "), Gen.Const("References: "), Gen.Const("\n"), Gen.Const("<"), Gen.Const(">"), Gen.Const("@"),
            Gen.Const("\""), Gen.Const("\\"), Gen.Const("("), Gen.Const(":"), Gen.Const(";"), Gen.Const(","), Gen.Const("a"), Gen.Const("\u00fc"), Gen.Const(new string('x', 1100)))
            .Array[0, 30].Select(string.Concat).Sample(text => { Keys(text); });

    private static Shown Keys(string message) => Keys(Prepare.Octets(message));

    private static Shown Keys(byte[] octets)
    {
        var prepared = Prepare.Message(octets);
        var keys = new MessageKeysReader().Read(prepared.Envelope.Span, prepared.ListedFields!.Value.Span);
        Assert.True(KeyNumbers.TryOpen(keys.Numbers.Span, out var numbers));
        Assert.True(KeyTexts.TryOpen(keys.Texts.Span, out var texts));
        var references = new ulong[numbers.ReferenceCount];
        for (var i = 0; i < references.Length; i++)
            references[i] = numbers.Reference(i);
        var byKey = new Dictionary<SortKey, string>();
        foreach (var key in KeyTexts.Order)
            byKey[key] = Encoding.UTF8.GetString(texts[key]);
        return new Shown(numbers.Sent, numbers.IsReplyOrForward, numbers.Subject, numbers.Id, references, byKey);
    }

    private sealed record Shown(long? Sent, bool IsReply, ulong Subject, ulong Id, ulong[] References, Dictionary<SortKey, string> Texts)
    {
        public string this[SortKey key] => Texts[key];
    }
}
