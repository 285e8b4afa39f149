using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>source list [--json]</c></summary>
internal static class SourceListCommand
{
    public static Command Create(CommonOptions common)
    {
        var json = CommonOptions.Json();
        var command = new Command("list", "List the sources, and how each of them is.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            var sources = Reply.As<SourceReply.Sources>(await administration.AskAsync(new SourceRequest.ListSources(), ct)).Rows;
            if (parsed.GetValue(json))
                Listing.WriteJson(sources, SourceListingJson.Default.IReadOnlyListSourceRow, common.Environment);
            else
                SourceTable.Write(sources, common.Environment);
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
