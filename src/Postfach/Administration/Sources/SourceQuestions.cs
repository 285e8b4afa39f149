using Postfach.CommandLine;
using Postfach.Mail;
using Postfach.Retrieval;
using Postfach.Store;

namespace Postfach.Administration;

/// <summary>Answers questions about sources: what a rule would do, why a copy is where it is, what a provider can do. Changes nothing.</summary>
internal sealed class SourceQuestions(MailStore store, RetrievalService retrieval, TimeProvider time)
{
    // Days are those of the place where this runs.
    private DateTimeOffset Now => time.GetLocalNow();

    public Task<AdminReply> ForecastAsync(Source source, string? wanted, CancellationToken ct) => AnswerAsync(async () =>
    {
        var rule = source.Settings.Rule;
        return wanted is null || RetentionRule.TryParse(wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries), out rule, out var why)
            ? new SourceReply.Forecast(await RuleForecasting.MakeAsync(retrieval, source, rule, Now, ct))
            : new AdminReply.Refused(ExitCode.Usage, $"That is no rule: {why}.");
    });

    public async Task<AdminReply> ExplainAsync(Source source, string message, Language language, CancellationToken ct)
    {
        using var lease = await store.OpenAsync(source.Account, ct);
        return new SourceReply.Copies(await CopyQuestion.AskAsync(lease.Account, source, message, Now, language, ct));
    }

    public Task<AdminReply> TestAsync(Source source, CancellationToken ct) => AnswerAsync(async () => new SourceReply.Tested(await retrieval.TestAsync(source, ct)));

    public Task<AdminReply> ProbeAsync(Source source, CancellationToken ct) => AnswerAsync(async () =>
    {
        var test = await retrieval.TestAsync(source, ct);
        var user = store.Users.List().FirstOrDefault(u => u.Account == source.Account);
        return new SourceReply.Probe(AccountProbe.Of(source.Settings, test), user?.Name.Value);
    });

    private static async Task<AdminReply> AnswerAsync(Func<Task<AdminReply>> answer)
    {
        try
        {
            return await answer();
        }
        catch (ProviderException e)
        {
            return new AdminReply.Refused(FaultCode.Of(e.Fault), e.Message);
        }
    }
}
