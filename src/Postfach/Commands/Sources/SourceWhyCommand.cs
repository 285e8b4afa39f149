using System.CommandLine;
using System.Globalization;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary><c>source why NAME MESSAGE [--json] [--lang en|de]</c>: ends with 66 when no message fits.</summary>
internal static class SourceWhyCommand
{
    // More than these are no answer any more.
    private const int Shown = 20;

    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.Source();
        var message = new Argument<string[]>("MESSAGE")
        {
            Description = "The provider's name for the message (UIDL or UID), its Message-ID, or words of its subject.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = CommonOptions.Json();
        var language = LanguageOption.Create();
        var command = new Command("why", "Tell why a message's copy is still at the provider, when it goes, or when and why it went.") { name, message, json, language };
        command.SetAction(async (parsed, ct) =>
        {
            var wanted = string.Join(' ', parsed.GetRequiredValue(message));
            var request = new SourceRequest.ExplainCopies(parsed.GetRequiredValue(name), wanted, LanguageOption.Of(parsed.GetValue(language)));
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            var answers = Reply.As<SourceReply.Copies>(await administration.AskAsync(request, ct)).Answers;
            if (answers.Count == 0)
                throw new CommandException(ExitCode.NoInput, MessageFetching.WhyNone(request.Name, wanted));
            if (parsed.GetValue(json))
                Listing.WriteJson(answers, AnswerJson.Default.IReadOnlyListCopyAnswer, common.Environment);
            else
                Write(answers, request.Language, common.Environment);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void Write(IReadOnlyList<CopyAnswer> answers, Language language, CommandEnvironment environment)
    {
        foreach (var answer in answers.Take(Shown))
        {
            environment.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answer.Dated:yyyy-MM-dd HH:mm}  {CopyName.Of(answer.Mailbox, answer.Id)}  {answer.From}  {answer.Subject}"));
            environment.Output.WriteLine($"    {answer.Sentence}");
            environment.Output.WriteLine($"    {Here(answer, language)}");
        }

        if (answers.Count > Shown)
            environment.Error.WriteLine(language == Language.German ? $"Dies sind die neuesten {Shown} von {answers.Count}." : $"These are the newest {Shown} of {answers.Count}.");
    }

    private static string Here(CopyAnswer answer, Language language) => (language, answer.Here.Count) switch
    {
        (Language.German, 0) => "Hier liegt sie nicht mehr in einem Ordner.",
        (Language.German, _) => $"Hier liegt sie in {string.Join(", ", answer.Here)}.",
        (_, 0) => "Here it is in no mailbox any more.",
        _ => $"Here it is in {string.Join(", ", answer.Here)}.",
    };
}
