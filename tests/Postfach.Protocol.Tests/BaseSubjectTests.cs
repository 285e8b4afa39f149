using CsCheck;
using Postfach.Mail;

namespace Postfach.Protocol.Tests;

/// <summary>Subjects as they are written and what is left of them. RFC 5256 §2.1.</summary>
public sealed class BaseSubjectTests
{
    [Theory]
    [InlineData("", "", false)]
    [InlineData("Minutes", "Minutes", false)]
    [InlineData("  Minutes\t of\r\n the   day ", "Minutes of the day", false)]
    [InlineData("Re: Minutes", "Minutes", true)]
    [InlineData("RE : fw: FWD: Minutes", "Minutes", true)]
    [InlineData("Re[2]: Minutes", "Minutes", true)]
    [InlineData("re [list] : Minutes", "Minutes", true)]
    [InlineData("[list] Minutes", "Minutes", false)]
    [InlineData("[list] [more] Re: [again] Minutes", "Minutes", true)]
    [InlineData("[list] Re: [list]", "[list]", true)]
    [InlineData("[list]", "[list]", false)]
    [InlineData("[one][two]", "[two]", false)]
    [InlineData("[list", "[list", false)]
    [InlineData("[a[b]] x", "[a[b]] x", false)]
    [InlineData("Minutes (fwd)", "Minutes", true)]
    [InlineData("Minutes (FWD) (fwd) ", "Minutes", true)]
    [InlineData("[fwd: Minutes]", "Minutes", true)]
    [InlineData("[Fwd: [fwd: Re: Minutes (fwd)]]", "Minutes", true)]
    [InlineData("[fwd: Minutes", "[fwd: Minutes", false)]
    [InlineData("Re: [Fwd: [list] Minutes]", "Minutes", true)]
    [InlineData("Re:", "", true)]
    [InlineData("Re: Re:", "", true)]
    [InlineData("(fwd)", "", true)]
    [InlineData("[fwd:]", "", true)]
    [InlineData("Aw: Minutes", "Aw: Minutes", false)]
    [InlineData("Repeat: Minutes", "Repeat: Minutes", false)]
    [InlineData("Re Minutes", "Re Minutes", false)]
    [InlineData("Forward: x", "Forward: x", false)]
    [InlineData("Minutes [fwd]", "Minutes [fwd]", false)]
    public void A_base_subject_is_what_the_marks_leave(string subject, string text, bool isReply) => Assert.Equal(new BaseSubject(text, isReply), BaseSubject.Of(subject));

    [Fact]
    public void A_base_subject_has_no_marks() =>
        Gen.OneOf(Gen.Const("Re: "), Gen.Const("[x]"), Gen.Const("[fwd:"), Gen.Const("]"), Gen.Const("(fwd)"), Gen.Const(" "), Gen.Const("a"), Gen.Const("fw"), Gen.Const(":"))
            .Array[0, 12].Select(string.Concat)
            .Sample(subject => Assert.Equal(BaseSubject.Of(subject).Text, BaseSubject.Of(BaseSubject.Of(subject).Text).Text));

    [Theory]
    [InlineData("[a]")]
    [InlineData("[fwd:")]
    [InlineData("re:")]
    [InlineData("(fwd)")]
    [InlineData("re[")]
    public void A_long_subject_costs_no_more_than_its_length(string piece) => BaseSubject.Of(string.Concat(Enumerable.Repeat(piece, 200_000)));
}
