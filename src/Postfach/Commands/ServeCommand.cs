using System.CommandLine;
using Postfach.CommandLine;
using Postfach.Options;
using Postfach.Serving;

namespace Postfach.Commands;

/// <summary><c>serve [--listen NAME=HOST:PORT]...</c></summary>
internal static class ServeCommand
{
    public static Command Create(CommonOptions common)
    {
        var listen = new Option<string[]>("--listen")
        {
            Description = "Listen there and on nothing else; can be repeated. NAME is imap, imaps, pop3, pop3s or lmtp; lmtp also takes lmtp=unix:PATH.",
            HelpName = "NAME=HOST:PORT",
        };
        var command = new Command("serve", "Serve mail until told to stop.") { listen };
        command.SetAction(async (parsed, ct) =>
        {
            PostfachOptions Read() => common.Read(parsed, parsed.GetValue(listen) ?? []);
            await new PostfachServer(Read(), Read, common.Environment).RunAsync(ct);
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
