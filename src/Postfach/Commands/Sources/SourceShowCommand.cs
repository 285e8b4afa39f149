using System.CommandLine;
using System.Globalization;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Mail;
using Postfach.Retrieval;
using Postfach.Store;

namespace Postfach.Commands;

/// <summary><c>source show NAME [--json]</c></summary>
internal static class SourceShowCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = CommonOptions.Source();
        var json = CommonOptions.Json();
        var command = new Command("show", "Show a source: its settings, how it is, and its last runs.") { name, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var administration = await common.OpenAsync(parsed, create: false, ct);
            var facts = Reply.As<SourceReply.Shown>(await administration.AskAsync(new SourceRequest.ShowSource(parsed.GetRequiredValue(name)), ct)).Facts;
            if (parsed.GetValue(json))
                Listing.WriteJson(facts, SourceListingJson.Default.SourceFacts, common.Environment);
            else
                Write(facts, common.Environment);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void Write(SourceFacts facts, CommandEnvironment environment)
    {
        var now = environment.Time.GetUtcNow();
        string[][] rows = [.. Settings(facts), .. State(facts, now)];
        Listing.Write(["What", "How"], rows.Where(r => r[1].Length > 0), environment);
        if (facts.LastRuns.Count == 0)
            return;
        environment.Output.WriteLine();
        SourceLogCommand.Write(facts.LastRuns, environment);
    }

    private static IEnumerable<string[]> Settings(SourceFacts facts)
    {
        var settings = facts.Settings;
        yield return ["source", facts.Row.Name];
        yield return ["account", facts.Row.Account ?? "-"];
        yield return ["provider", facts.Row.Provider];
        yield return ["TLS", settings.Security.ToString().ToLowerInvariant()];
        yield return ["secret", Secret(facts)];
        yield return ["lands in", settings.Into];
        yield return ["rule", settings.Rule.ToString()];
        yield return ["runs", settings.Idle ? "as soon as the provider tells of new mail" : $"every {Quantity.Write(settings.Every)}"];
        yield return ["mailboxes", string.Join(' ', settings.Mailboxes)];
        yield return ["folders", string.Join(' ', settings.Folders)];
        yield return ["fingerprint", settings.Fingerprint ?? ""];
        yield return ["client certificate", settings.ClientCertificate ?? ""];
        yield return ["proxy", settings.Proxy is { } proxy ? $"socks5://{proxy}" : ""];
        yield return ["proxy's password", settings.ProxyPasswordFile is { } file ? $"in {file}" : ""];
        yield return ["largest message", settings.MaxMessageBytes is { } most ? Quantity.Write(most) : ""];
        yield return ["in a day", settings.DailyBytes is { } daily ? Quantity.Write(daily) : ""];
        yield return ["brake", string.Create(CultureInfo.InvariantCulture, $"{settings.BrakePercent}%, {settings.BrakeMessages} messages")];
    }

    private static IEnumerable<string[]> State(SourceFacts facts, DateTimeOffset now)
    {
        yield return ["last success", facts.Row.LastSuccess is { } last ? SourceTable.Ago(now - last) : "never"];
        yield return ["next run", SourceTable.Next(facts.Row, now)];
        yield return ["log-ins", facts.LoginDelay is { } delay ? $"no two within {Quantity.Write(delay)}, as the provider wants (LOGIN-DELAY)" : ""];
        yield return ["expiry", facts.ExpireDays is { } days ? ExpiryText.Warning(facts.Settings.Rule, days, Language.English) ?? ExpiryText.Of(days, Language.English) : ""];
        yield return ["ids", facts.Ids is IdStability.Unstable or IdStability.Missing ? IdText.Of(facts.Ids, Language.English) : ""];
        yield return ["progress", facts.Progress is { } run ? FetchLines.Line(run) : ""];
        if (facts.Row.Brake is null)
            yield break;
        yield return ["waits for you", SourceTable.Waits(facts.Row)];
        yield return ["what to do", $"look whether that is meant; then 'source confirm {facts.Row.Name}', or change the rule by 'source edit {facts.Row.Name}'"];
    }

    private static string Secret(SourceFacts facts) => facts.Settings.SecretOrigin switch
    {
        SecretOrigin.PasswordCommand => $"a password, by {facts.Settings.SecretCommand}",
        SecretOrigin.TokenCommand => $"a token, by {facts.Settings.SecretCommand}",
        _ => facts.HasPassword ? "a password that is kept" : $"none; set it by 'source edit {facts.Row.Name} --password-stdin'",
    };
}
