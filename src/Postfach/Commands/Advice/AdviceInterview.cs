using System.CommandLine;
using Postfach.CommandLine;
using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary>Takes the answers to the five questions from options, and asks a person for those that are missing.</summary>
internal sealed class AdviceInterview
{
    private readonly List<Option<string?>> _options = [];

    public void AddTo(Command command)
    {
        foreach (var (name, english, _) in AdviceQuestions.All)
        {
            var option = new Option<string?>($"--{name}") { Description = english, HelpName = "yes|no" };
            option.AcceptOnlyFromAmong("yes", "no");
            _options.Add(option);
            command.Add(option);
        }
    }

    /// <exception cref="CommandException">An answer is missing, and there is nobody to ask.</exception>
    public async Task<AdviceAnswers> AnswerAsync(ParseResult parsed, Language language, CommandEnvironment environment, CancellationToken ct)
    {
        var missing = _options.Where(o => parsed.GetValue(o) is null).Select(o => o.Name).ToList();
        if (missing.Count > 0 && !environment.IsInteractive)
            throw new CommandException(ExitCode.Usage, $"Say also {string.Join(", ", missing.Select(m => $"{m} yes|no"))}: without a terminal nobody can be asked.");
        using var input = new StreamReader(environment.Input, leaveOpen: true);
        var answers = new List<bool>();
        for (var i = 0; i < _options.Count; i++)
            answers.Add(parsed.GetValue(_options[i]) is { } given ? given == "yes" : await AskAsync(AdviceQuestions.All[i], input, language, environment, ct));
        return AdviceQuestions.Answer(answers);
    }

    private static async Task<bool> AskAsync(
        (string Option, string English, string German) question, StreamReader input, Language language, CommandEnvironment environment, CancellationToken ct)
    {
        while (true)
        {
            await environment.Error.WriteAsync(language == Language.German ? $"{question.German} [j/n] " : $"{question.English} [y/n] ");
            await environment.Error.FlushAsync(ct);
            var line = await input.ReadLineAsync(ct) ?? throw new CommandException(ExitCode.Usage, $"The input ended before all was answered; say --{question.Option} yes|no.");
            if (Understand(line.Trim().ToUpperInvariant()) is { } answer)
                return answer;
        }
    }

    private static bool? Understand(string answer) => answer switch
    {
        "Y" or "YES" or "J" or "JA" => true,
        "N" or "NO" or "NEIN" => false,
        _ => null,
    };
}
