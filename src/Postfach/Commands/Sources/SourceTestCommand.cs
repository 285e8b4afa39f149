using System.CommandLine;
using System.Globalization;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary><c>source test NAME [--json]</c>: logs in and looks; ends as <c>fetch</c> would.</summary>
internal static class SourceTestCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.Source();
        var json = CommonOptions.Json();
        var command = new Command("test", "Log in at a source's provider and tell what is there. Changes nothing.") { name, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            var test = Reply.As<SourceReply.Tested>(await administration.AskAsync(new SourceRequest.TestSource(parsed.GetRequiredValue(name)), ct)).Test;
            if (parsed.GetValue(json))
                Listing.WriteJson(test, SourceListingJson.Default.SourceTest, common.Environment);
            else
                Write(test, common.Environment);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void Write(SourceTest test, CommandEnvironment environment)
    {
        environment.Output.WriteLine($"It can: {string.Join(' ', test.Capabilities)}");
        if (test.Quota is { } quota)
        {
            environment.Output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"Quota: {Sizes.Text(quota.UsedBytes)} of {Sizes.Text(quota.LimitBytes)}, {quota.Percent:F0}%"));
        }

        if (test.LoginDelay is { } delay)
            environment.Output.WriteLine($"Between two log-ins it wants {Sizes.Text(delay)} (LOGIN-DELAY).");
        if (test.ExpireDays is { } days)
            environment.Output.WriteLine(ExpiryText.Of(days, Language.English));
        if (test.Ids is { } ids)
            environment.Output.WriteLine(IdText.Of(ids, Language.English));
        Listing.Write(
            ["Mailbox", "Lands in", "Messages", "Size"],
            test.Mailboxes.Select(m => new[]
            {
                m.Name.Length == 0 ? "-" : m.Name, m.Into, m.Messages.ToString(CultureInfo.InvariantCulture), m.Bytes is { } bytes ? Sizes.Text(bytes) : "-",
            }),
            environment);
    }
}
