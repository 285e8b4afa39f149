using Microsoft.Extensions.Logging;
using Postfach.CommandLine;
using Postfach.Mail;
using Postfach.Retrieval;
using Postfach.Store;

namespace Postfach.Administration;

/// <summary>Answers questions about sources: what a rule would do, why a copy is where it is, what a provider can do. Changes nothing.</summary>
internal sealed class SourceQuestions(MailStore store, TimeProvider time, ILoggerFactory logs)
{
    private readonly RetrievalService _service = new(store, time, logs.CreateLogger<RetrievalService>());

    // Days are those of the place where this runs.
    private DateTimeOffset Now => time.GetLocalNow();

    public Task<AdminReply> ForecastAsync(AdminRequest.ForecastSource request, CancellationToken ct) => WithSourceAsync(request.Source, async source =>
    {
        var rule = source.Settings.Rule;
        return request.Rule is null || RetentionRule.TryParse(request.Rule.Split(' ', StringSplitOptions.RemoveEmptyEntries), out rule, out var why)
            ? new AdminReply.Forecast(await RuleForecasting.MakeAsync(_service, source, rule, Now, ct))
            : new AdminReply.Refused(ExitCode.Usage, $"That is no rule: {why}.");
    });

    public Task<AdminReply> ExplainAsync(AdminRequest.ExplainCopies request, CancellationToken ct) => WithSourceAsync(request.Source, async source =>
    {
        using var lease = await store.OpenAsync(source.Account, ct);
        return new AdminReply.Copies(await CopyQuestion.AskAsync(lease.Account, source, request.Message, Now, request.Language, ct));
    });

    public Task<AdminReply> ProbeAsync(AdminRequest.ProbeSource request, CancellationToken ct) => WithSourceAsync(request.Source, async source =>
    {
        var test = await _service.TestAsync(source, ct);
        var user = store.Users.List().FirstOrDefault(u => u.Account == source.Account);
        return new AdminReply.Probe(AccountProbe.Of(source.Settings, test), user?.Name.Value);
    });

    private async Task<AdminReply> WithSourceAsync(string name, Func<Source, Task<AdminReply>> answer)
    {
        if (store.Sources.Find(name) is not { } source)
            return new AdminReply.Refused(ExitCode.NoInput, $"There is no source {name}; see 'source list'.");
        try
        {
            return await answer(source);
        }
        catch (ProviderException e)
        {
            var code = e.Fault is ProviderFault.LogInRefused or ProviderFault.NoSecret ? ExitCode.NoPermission
                : e.Fault is ProviderFault.Security or ProviderFault.Protocol ? ExitCode.Unavailable
                : ExitCode.TemporaryFailure;
            return new AdminReply.Refused(code, e.Message);
        }
    }
}
