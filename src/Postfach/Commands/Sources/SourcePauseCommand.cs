using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>source pause NAME</c> and <c>source resume NAME</c></summary>
internal static class SourcePauseCommand
{
    public static Command Create(CommonOptions common) => Create(common, "pause", "Fetch nothing from a source until it is resumed, unless 'fetch' names it.", isPaused: true);

    public static Command CreateResume(CommonOptions common) => Create(common, "resume", "Fetch from a paused source again.", isPaused: false);

    private static Command Create(CommonOptions common, string word, string description, bool isPaused)
    {
        var name = CommonOptions.Source();
        var command = new Command(word, description) { name };
        command.SetAction(async (parsed, ct) =>
        {
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            return Reply.Done(await administration.AskAsync(new SourceRequest.PauseSource(parsed.GetRequiredValue(name), isPaused), ct));
        });
        return command;
    }
}
