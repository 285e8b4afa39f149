using System.CommandLine;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Mail;

namespace Postfach.Commands;

/// <summary><c>mailbox list NAME [--json]</c></summary>
internal static class MailboxListCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.User();
        var json = CommonOptions.Json();
        var command = new Command("list", "List a user's mailboxes.") { name, json };
        command.SetAction(async (parsed, ct) =>
        {
            var user = CommonOptions.UserNameOf(parsed.GetRequiredValue(name));
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            var mailboxes = Reply.As<AdminReply.Mailboxes>(await administration.AskAsync(new AdminRequest.ListMailboxes(user), ct)).Rows;
            if (parsed.GetValue(json))
                Listing.WriteJson(mailboxes, ListingJson.Default.IReadOnlyListMailboxRow, common.Environment);
            else
                Listing.Write(["Mailbox", "Use"], mailboxes.Select(m => new[] { m.Name, Use(m.SpecialUse) }), common.Environment);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    // RFC 6154 §2: special uses are written as attributes.
    private static string Use(SpecialUse use) => use == SpecialUse.None ? "" : "\\" + use;
}
