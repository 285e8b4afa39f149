using System.CommandLine;
using System.Globalization;
using Postfach.Administration;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary><c>status [--json]</c>: how the running server is; ends with 69 where none runs.</summary>
internal static class StatusCommand
{
    public static Command Create(CommonOptions common)
    {
        var json = CommonOptions.Json();
        var command = new Command("status", "Tell how the running server is, and who is connected.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            var folder = common.Read(parsed, []).Store.DataFolder;
            await using var server = await RemoteAdministration.TryConnectAsync(folder, ct)
                ?? throw new CommandException(ExitCode.Unavailable, $"No server runs on the data folder {folder}; name another with --data, or start one with 'serve'.");
            var facts = Reply.As<AdminReply.Status>(await server.AskAsync(new AdminRequest.GetStatus(), ct)).Facts;
            if (parsed.GetValue(json))
                Listing.WriteJson(facts, ListingJson.Default.StatusFacts, common.Environment);
            else
                Write(facts, common.Environment);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void Write(StatusFacts facts, CommandEnvironment environment)
    {
        var now = environment.Time.GetUtcNow();
        Listing.Write(
            ["What", "How"],
            [
                ["version", facts.Version],
                ["process", facts.Process.ToString(CultureInfo.InvariantCulture)],
                ["running for", Sizes.Text(now - facts.StartedAt)],
                ["data folder", facts.DataFolder],
                ["disk", $"{Sizes.Text(facts.DiskBytes)} taken, {Sizes.Text(facts.FreeBytes)} free"],
                ["memory", Sizes.Text(facts.MemoryBytes)],
                ["users", facts.Users.ToString(CultureInfo.InvariantCulture)],
                ["search index", Index(facts.Index)],
                ["listening", string.Join(' ', facts.Listening)],
                ["certificate", $"until {facts.CertificateNotAfter:yyyy-MM-dd}, SHA-256 {facts.CertificateSha256}"],
                ["connections", facts.Connections.Count.ToString(CultureInfo.InvariantCulture)],
            ],
            environment);
        if (facts.Sources.Count > 0)
        {
            environment.Output.WriteLine();
            SourceTable.Write(facts.Sources, environment);
        }

        if (facts.Connections.Count == 0)
            return;
        environment.Output.WriteLine();
        Listing.Write(
            ["Connection", "Listener", "From", "User", "TLS", "For"],
            facts.Connections.Select(c => new[] { c.Id, c.Listener, c.Peer, c.User ?? "-", c.Encrypted ? "TLS" : "-", Sizes.Text(now - c.Since) }),
            environment);
    }

    private static string Index(IndexFacts index) => index.AccountsBehind == 0
        ? Sizes.Text(index.DiskBytes)
        : string.Create(CultureInfo.InvariantCulture, $"{Sizes.Text(index.DiskBytes)}; of {index.AccountsBehind} accounts {Math.Floor(index.Done * 100)}% is done");
}
