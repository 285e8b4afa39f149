using Postfach.CommandLine;
using Postfach.Mail;
using Postfach.Retrieval;
using Postfach.Store;

namespace Postfach.Administration;

/// <summary>Answers questions about a source: what a rule would do, why a copy is where it is, what the provider can do. Changes nothing.</summary>
internal sealed class SourceQuestions(MailStore store, RetrievalService retrieval)
{
    // Days are those of the place where this runs.
    private DateTimeOffset Now => retrieval.Time.GetLocalNow();

    public async Task<AdminReply> ForecastAsync(Source source, string? text, CancellationToken ct)
    {
        var rule = source.Settings.Rule;
        if (text is not null && !RetentionRule.TryParse(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), out rule, out var why))
            return new AdminReply.Refused(ExitCode.Usage, $"That is no rule: {why}.");
        try
        {
            return new SourceReply.Forecast(await RuleForecasting.MakeAsync(retrieval, source, rule, Now, ct));
        }
        catch (ProviderException e)
        {
            return new AdminReply.Refused(FaultCode.Of(e.Fault), e.Message);
        }
    }

    public async Task<AdminReply> ExplainAsync(Source source, string message, Language language, CancellationToken ct)
    {
        using var lease = await store.OpenAsync(source.Account, ct);
        return new SourceReply.Copies(await CopyQuestion.AskAsync(lease.Account, source, message, Now, language, ct));
    }

    public async Task<AdminReply> ProbeAsync(Source source, CancellationToken ct)
    {
        try
        {
            var probe = AccountProbe.Of(source.Settings, await retrieval.TestAsync(source, ct));
            return new SourceReply.Probe(probe, store.Users.List().FirstOrDefault(u => u.Account == source.Account)?.Name.Value);
        }
        catch (ProviderException e)
        {
            return new AdminReply.Refused(FaultCode.Of(e.Fault), e.Message);
        }
    }
}
