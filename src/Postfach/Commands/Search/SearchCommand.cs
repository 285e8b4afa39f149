using System.CommandLine;
using System.Globalization;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>search NAME QUERY [--mailbox M] [--limit N] [--words] [--json]</c>. Ends with 0 when nothing was found, too.</summary>
internal static class SearchCommand
{
    private const int UsualLimit = 50;

    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.User();
        var query = new Argument<string[]>("QUERY")
        {
            Description = "Words, all of which have to be in a message; in double quotes they belong together. Or, if it begins with one in capitals or with a "
                + "parenthesis, search keys of IMAP: FROM anna SINCE 1-Jan-2026 TEXT \"offer\".",
            Arity = ArgumentArity.OneOrMore,
        };
        var mailbox = new Option<string?>("--mailbox") { Description = "Search in this mailbox alone.", HelpName = "M" };
        var limit = new Option<int>("--limit") { Description = $"Show the N newest hits; otherwise {UsualLimit}, at most {AdminRequest.Search.HighestLimit}.", HelpName = "N", DefaultValueFactory = _ => UsualLimit };
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= AdminRequest.Search.HighestLimit))
                result.AddError($"--limit takes a number from 1 to {AdminRequest.Search.HighestLimit}.");
        });
        var words = new Option<bool>("--words") { Description = "The query is words, even if it looks like search keys." };
        var json = new Option<bool>("--json") { Description = "Print JSON, an object a line for each hit." };
        var command = new Command("search", "Find messages of a user, the newest first.") { name, query, mailbox, limit, words, json };
        command.SetAction(async (parsed, ct) =>
        {
            var text = SearchText.Join(parsed.GetRequiredValue(query));
            SearchText.Parse(text, parsed.GetValue(words));
            var request = new AdminRequest.Search(
                CommonOptions.UserNameOf(parsed.GetRequiredValue(name)),
                parsed.GetValue(mailbox) is { } wanted ? CommonOptions.MailboxNameOf(wanted) : null,
                text,
                parsed.GetValue(words),
                parsed.GetValue(limit));
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            var found = Reply.As<AdminReply.Found>(await administration.AskAsync(request, ct));
            HitListing.Write(found.Hits, parsed.GetValue(json), common.Environment);
            return (int)Tell(found, common.Environment.Error);
        });
        return command;
    }

    private static ExitCode Tell(AdminReply.Found found, TextWriter error)
    {
        if (found.All > found.Hits.Count)
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"These are the newest {found.Hits.Count} of {found.All}; --limit shows more."));
        if (found.Unreadable == 0)
            return ExitCode.Ok;
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Unreadable} messages could not be read, and were not searched; the server's log says why."));
        return ExitCode.DataError;
    }
}
