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
                ["running for", Duration(now - facts.StartedAt)],
                ["data folder", facts.DataFolder],
                ["disk", $"{Size(facts.DiskBytes)} taken, {Size(facts.FreeBytes)} free"],
                ["memory", Size(facts.MemoryBytes)],
                ["users", facts.Users.ToString(CultureInfo.InvariantCulture)],
                ["search index", Index(facts.Index)],
                ["listening", string.Join(' ', facts.Listening)],
                ["certificate", $"until {facts.CertificateNotAfter:yyyy-MM-dd}, SHA-256 {facts.CertificateSha256}"],
                ["connections", facts.Connections.Count.ToString(CultureInfo.InvariantCulture)],
            ],
            environment);
        if (facts.Connections.Count == 0)
            return;
        environment.Output.WriteLine();
        Listing.Write(
            ["Connection", "Listener", "From", "User", "TLS", "For"],
            facts.Connections.Select(c => new[] { c.Id, c.Listener, c.Peer, c.User ?? "-", c.Encrypted ? "TLS" : "-", Duration(now - c.Since) }),
            environment);
    }

    private static string Index(IndexFacts index) => index.AccountsBehind == 0
        ? Size(index.DiskBytes)
        : string.Create(CultureInfo.InvariantCulture, $"{Size(index.DiskBytes)}; of {index.AccountsBehind} accounts {Math.Floor(index.Done * 100)}% is done");

    private static string Duration(TimeSpan time) => time.ToString(time.Days > 0 ? @"d\.hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Size(long bytes) => bytes < 10L << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10} KiB")
        : bytes < 10L << 30 ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB") : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB");
}
