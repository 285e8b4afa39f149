using Postfach.Store;

namespace Postfach.Retrieval.Tests.Rules;

/// <summary>Why is it still there?</summary>
public sealed class CopyQuestionTests
{
    [Theory]
    [InlineData("offer")]
    [InlineData("<offer@example.org>")]
    [InlineData("offer@example.org")]
    [InlineData("about OFFER")]
    public async Task A_message_is_found_by_its_name_there_its_Message_ID_and_its_subject(string wanted)
    {
        await using var days = await Days.BeginAsync("delete-after=7d never-flagged");
        days.Arrive("offer");
        days.Arrive("other");
        await days.RunAsync();
        var answer = Assert.Single(await AskAsync(days, wanted));
        Assert.Equal(("offer", "About offer", "<offer@example.org>", "It goes on Monday, 9 November: 7 days after it was fetched."), (answer.Id, answer.Subject, answer.MessageId, answer.Sentence));
        Assert.Equal(["INBOX:1"], answer.Here);
        await days.FlagAsync("offer");
        Assert.Equal("It stays at the provider because it is flagged.", Assert.Single(await AskAsync(days, wanted)).Sentence);
    }

    [Fact]
    public async Task What_is_deleted_on_both_sides_is_still_answered_for()
    {
        await using var days = await Days.BeginAsync("delete-when-deleted-here");
        days.Arrive("offer");
        days.Arrive("other");
        await days.RunAsync();
        await days.DeleteAsync("offer");
        await days.RunAsync();
        days.Time.Advance(TimeSpan.FromDays(1));
        var answer = Assert.Single(await AskAsync(days, "About offer"));
        Assert.Equal((CopyState.Deleted, "Deleted there on Monday, 2 November: it was deleted here."), (answer.State, answer.Sentence));
        Assert.Empty(answer.Here);
    }

    [Fact]
    public async Task A_brake_is_told_of()
    {
        await using var days = await Days.BeginAsync("delete-when-deleted-here");
        days.Arrive("offer");
        await days.RunAsync();
        await days.DeleteAsync("offer");
        await days.RunAsync();
        Assert.Equal(
            "It goes at the next run: it was deleted here. But deletions wait for a person: the account here is empty.", Assert.Single(await AskAsync(days, "offer")).Sentence);
        Assert.Empty(await AskAsync(days, "nothing of that"));
        Assert.EndsWith("Löschungen warten aber auf einen Menschen: das Konto hier ist leer.", Assert.Single(await AskAsync(days, "offer", Language.German)).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_brake_is_told_in_German_too()
    {
        Assert.Equal("30 von 40 Nachrichten würden auf einmal gelöscht, wegen etwas, das hier geschah", BrakeText.In(Language.German, BrakeText.AtOnce(30, 40)));
        Assert.Equal("es ist ein anderes Postfach als vorher (a at h:995 by POP3)", BrakeText.In(Language.German, BrakeText.OtherMailbox("a at h:995 by POP3")));
        Assert.StartsWith("das Konto hier ist neu", BrakeText.In(Language.German, BrakeText.PutBack), StringComparison.Ordinal);
        Assert.Equal(BrakeText.PutBack, BrakeText.In(Language.English, BrakeText.PutBack));
    }

    private static Task<IReadOnlyList<CopyAnswer>> AskAsync(Days days, string wanted, Language language = Language.English) =>
        CopyQuestion.AskAsync(days.Account, days.Source, wanted, days.Time.GetUtcNow(), language, TestContext.Current.CancellationToken);
}
