using System.CommandLine;
using Postfach.CommandLine;
using Postfach.Files;
using Postfach.Mail;

namespace Postfach.Commands;

/// <summary>
/// <c>deliver NAME [--mailbox M] [--from ADDRESS]</c>: for mail transfer agents that start a program for each message. What it ends with is what they go by:
/// 0 the message is on stable storage, 67 there is no such user, 65 it cannot be taken as it is, 75 try again.
/// </summary>
internal static class DeliverCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = new Argument<string>("NAME") { Description = "The user, or an address of the user's with a +detail." };
        var mailbox = new Option<string?>("--mailbox") { Description = "Where it goes, if there is such a mailbox. Otherwise INBOX.", HelpName = "M" };
        var from = new Option<string?>("--from") { Description = "The envelope's sender, for Return-Path. Otherwise as an mbox From line in front says.", HelpName = "ADDRESS" };
        var command = new Command("deliver", "Deliver the message on standard input.") { name, mailbox, from };
        command.SetAction(async (parsed, ct) =>
        {
            try
            {
                var where = parsed.GetValue(mailbox) is { } text ? CommonOptions.MailboxNameOf(text) : null;
                var message = await PipedMessage.OpenAsync(common.Environment.Input, ct);
                if (message.IsEmpty)
                    throw new CommandException(ExitCode.DataError, "There is no message on standard input.");
                await using var administration = await common.OpenAsync(parsed, create: false, ct);
                await using var target = await administration.DeliverAsync(parsed.GetRequiredValue(name), where, parsed.GetValue(from)?.Trim('<', '>') ?? message.Sender, ct);
                await target.BeginMessageAsync(new MessageFacts(FlagSet.Empty, InternalDate: null), ct);
                await message.CopyToAsync(target, ct);
                if (!await target.EndMessageAsync(ct))
                    throw new CommandException(ExitCode.DataError, "The message is too big; raise Limits:MessageBytes.");
                await target.CommitAsync(ct);
                return (int)ExitCode.Ok;
            }
            catch (Exception e) when (Failure.Of(e) is var (code, line) && code is not (ExitCode.NoUser or ExitCode.DataError or ExitCode.Usage))
            {
                // Whatever else it is, the message is not to blame, and the transfer agent must keep it.
                throw new CommandException(ExitCode.TemporaryFailure, line);
            }
        });
        return command;
    }
}
