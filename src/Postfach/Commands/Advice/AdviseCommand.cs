using System.CommandLine;
using System.Net;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Mail;
using Postfach.Retrieval;
using Postfach.Server.Listeners;

namespace Postfach.Commands;

/// <summary><c>advise [SOURCE] [--devices yes|no] ... [--lang en|de] [--json]</c>: POP3 or IMAP, with reasons, prices and settings.</summary>
internal static class AdviseCommand
{
    public static Command Create(CommonOptions common)
    {
        var name = new Argument<string?>("SOURCE") { Description = "A source: what its provider can do, and how full it is, is looked at and counts.", Arity = ArgumentArity.ZeroOrOne };
        var interview = new AdviceInterview();
        var json = CommonOptions.Json();
        var language = LanguageOption.Create();
        var command = new Command("advise", "Recommend POP3, IMAP or Postfach in the middle, by five questions. What is not said by an option is asked.") { name };
        interview.AddTo(command);
        command.Add(language);
        command.Add(json);
        command.SetAction(async (parsed, ct) =>
        {
            var tongue = LanguageOption.Of(parsed.GetValue(language));
            var answers = await interview.AnswerAsync(parsed, tongue, common.Environment, ct);
            var source = parsed.GetValue(name);
            var probe = source is null ? null : await ProbeAsync(common, parsed, source, ct);
            var outcome = Make(answers, probe, await ListeningAsync(common, parsed, ct), tongue);
            if (parsed.GetValue(json))
                Listing.WriteJson(outcome, AnswerJson.Default.AdviceOutcome, common.Environment);
            else
                AdviceListing.Write(outcome, source, tongue, common.Environment);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static AdviceOutcome Make(AdviceAnswers answers, SourceReply.Probe? probe, ServerToEnter own, Language language)
    {
        var advice = Advice.Of(answers, probe?.Value);
        var server = advice.Choice != AdviceChoice.Postfach ? ProviderOf(advice.Choice, probe?.Value)
            : own with { User = probe?.User ?? (language == Language.German ? "der aus 'postfach user list'" : "the one of 'postfach user list'") };
        return new AdviceOutcome(
            answers,
            advice.Choice,
            AdviceTable.NameOf(advice.Choice, language),
            advice.Reasons,
            [.. advice.Reasons.Select(r => AdviceReasonText.Of(r, probe?.Value, language))],
            advice.Warnings,
            [.. advice.Warnings.Select(w => AdviceWarningText.Of(w, probe?.Value, language))],
            advice.Rule?.ToString(),
            server,
            ProgramSettings.Of(advice.Choice, server, answers.Offline, language),
            probe?.Value);
    }

    // Of the other protocol's server nothing is known but its usual port.
    private static ServerToEnter ProviderOf(AdviceChoice choice, AccountProbe? probe)
    {
        var protocol = choice is AdviceChoice.Pop3Delete or AdviceChoice.Pop3Week ? SourceProtocol.Pop3 : SourceProtocol.Imap;
        return probe is not null && probe.Protocol == protocol
            ? new ServerToEnter(probe.ProviderHost, probe.ProviderPort, probe.Security == TransportSecurity.Implicit, probe.User)
            : new ServerToEnter(null, SourceSettings.DefaultPort(protocol, TransportSecurity.Implicit), IsTls: true, probe?.User);
    }

    // What cannot be looked at does not count: the answers do.
    private static async Task<SourceReply.Probe?> ProbeAsync(CommonOptions common, ParseResult parsed, string source, CancellationToken ct)
    {
        await using var administration = await common.OpenAsync(parsed, create: false, ct);
        var reply = await administration.AskAsync(new SourceRequest.ProbeSource(source), ct);
        if (reply is AdminReply.Refused(not ExitCode.NoInput, var why))
        {
            await common.Environment.Error.WriteLineAsync($"postfach: The provider could not be looked at, so the answers alone decide. {why}");
            return null;
        }

        return Reply.As<SourceReply.Probe>(reply);
    }

    /// <summary>Where this server takes IMAP: the one that runs, or what it would listen on.</summary>
    private static async Task<ServerToEnter> ListeningAsync(CommonOptions common, ParseResult parsed, CancellationToken ct)
    {
        var options = common.Read(parsed, []);
        var addresses = options.Listen;
        await using (var server = await RemoteAdministration.TryConnectAsync(options.Store.DataFolder, ct))
        {
            if (server is not null && await server.AskAsync(new AdminRequest.GetStatus(), ct) is AdminReply.Status(var facts))
                addresses = [.. facts.Listening.Select(text => ListenAddress.TryParse(text, out var address, out _) ? address : null).OfType<ListenAddress>()];
        }

        var imap = addresses.Where(a => a is { Protocol: MailProtocol.Imap, EndPoint: IPEndPoint }).OrderByDescending(a => a.ImplicitTls).FirstOrDefault()
            ?? ListenAddress.Defaults.First(a => a is { Protocol: MailProtocol.Imap, ImplicitTls: true });
        var place = (IPEndPoint)imap.EndPoint; // only those were taken
        var isEverywhere = place.Address.Equals(IPAddress.Any) || place.Address.Equals(IPAddress.IPv6Any);
        return new ServerToEnter(isEverywhere ? options.HostName : place.Address.ToString(), place.Port, imap.ImplicitTls, User: null);
    }
}
