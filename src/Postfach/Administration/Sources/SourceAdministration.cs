using System.Buffers;
using Postfach.CommandLine;
using Postfach.Mail;
using Postfach.Retrieval;
using Postfach.Store;

namespace Postfach.Administration;

/// <summary>Carries out what is asked about sources. Any number of requests at once.</summary>
internal sealed class SourceAdministration(MailStore store, RetrievalService retrieval, TimeProvider time)
{
    private const int MaxNameLength = 64;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private readonly SourceQuestions _questions = new(store, retrieval, time);
    private readonly MessageFetching _messages = new(store, retrieval, time);
    private readonly AwaitedRuns _awaited = new();

    // Held while settings are compared and written: of two edits at once, the second sees the first.
    private readonly Lock _editing = new();

    /// <summary>How the sources are.</summary>
    public SourceOverview Overview { get; } = new(store, retrieval);

    public async Task<AdminReply> AskAsync(SourceRequest request, CancellationToken ct) => request switch
    {
        SourceRequest.AddSource r => Add(r),
        SourceRequest.EditSource r => With(r.Name, source => Edit(source, r)),
        SourceRequest.RemoveSource r => await WithAsync(r.Name, source => RemoveAsync(source, r.Forget, ct)),
        SourceRequest.ListSources => new SourceReply.Sources(Overview.Rows()),
        SourceRequest.ShowSource r => With(r.Name, source => new SourceReply.Shown(Overview.Facts(source))),
        SourceRequest.TestSource r => await WithAsync(r.Name, source => _questions.TestAsync(source, ct)),
        SourceRequest.PauseSource r => With(r.Name, source => Change(source, s => s with { IsPaused = r.IsPaused })),
        SourceRequest.ConfirmSource r => With(r.Name, Confirm),
        SourceRequest.ListRuns r => With(r.Name, source => new SourceReply.RunHistory(Overview.Runs(source, Math.Clamp(r.Limit, 1, SourceRequest.ListRuns.HighestLimit)))),
        SourceRequest.FetchSource r => await FetchAsync(r, ct),
        SourceRequest.StopFetch r => await StopAsync(r.Ticket),
        SourceRequest.ForecastSource r => await WithAsync(r.Name, source => _questions.ForecastAsync(source, r.Rule, ct)),
        SourceRequest.ForecastNewSource r => await ForecastAsync(r.New, ct),
        SourceRequest.ExplainCopies r => await WithAsync(r.Name, source => _questions.ExplainAsync(source, r.Message, r.Language, ct)),
        SourceRequest.ProbeSource r => await WithAsync(r.Name, source => _questions.ProbeAsync(source, ct)),
        SourceRequest.GetRunning => new SourceReply.Running(retrieval.Running),
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    /// <summary>Runs a source; when a run of it goes on already, after that one.</summary>
    /// <param name="message">What is to be fetched whole; null: nothing.</param>
    /// <exception cref="CommandException">There is no such source, or no such message.</exception>
    public async Task<RunReport> FetchAsync(string name, bool isDryRun, string? message, IProgress<RunProgress>? progress, CancellationToken ct)
    {
        var source = store.Sources.Find(name) ?? throw new CommandException(ExitCode.NoInput, WhyNoSource(name));
        return message is null ? await retrieval.RunInTurnAsync(source, isDryRun, progress, ct) : await _messages.FetchAsync(source, message, progress, ct);
    }

    /// <summary>Removes all sources of an account whose user is going, and ends their runs.</summary>
    public async Task RemoveAllAsync(AccountId account)
    {
        var sources = store.Sources.List().Where(s => s.Account == account).ToList();
        foreach (var source in sources)
            store.Sources.Remove(source);
        foreach (var source in sources)
            await retrieval.StopAsync(source.Id);
    }

    private async Task<AdminReply> FetchAsync(SourceRequest.FetchSource request, CancellationToken ct)
    {
        try
        {
            return new SourceReply.Fetched(
                await _awaited.RunAsync(request.Ticket, token => FetchAsync(request.Name, request.IsDryRun, request.Message, progress: null, token), ct));
        }
        catch (CommandException e)
        {
            return new AdminReply.Refused(e.Code, e.Message);
        }
    }

    private async Task<AdminReply> StopAsync(Guid ticket)
    {
        await _awaited.StopAsync(ticket);
        return new AdminReply.Done();
    }

    private AdminReply Add(SourceRequest.AddSource request)
    {
        if (WhyNot(request, out var account) is { } refused)
            return refused;
        return store.Sources.Add(request.Name, account, request.Settings, Protect(request.Secret)) ? new AdminReply.Done() : IsThere(request.Name);
    }

    private async Task<AdminReply> ForecastAsync(SourceRequest.AddSource request, CancellationToken ct)
    {
        if (WhyNot(request, out var account) is { } refused)
            return refused;
        var source = new Source(default, request.Name, account, request.Settings, Protect(request.Secret), Runs: 0, new SourceState());
        return await _questions.ForecastAsync(source, wanted: null, ct);
    }

    private AdminReply.Refused? WhyNot(SourceRequest.AddSource request, out AccountId account)
    {
        account = default;
        if (request.Name.Length is 0 or > MaxNameLength || request.Name.AsSpan().ContainsAnyExcept(NameCharacters))
            return new AdminReply.Refused(ExitCode.Usage, $"'{request.Name}' is no name for a source: it has to be one word of letters, digits, dots, underscores and hyphens.");
        if (!UserName.TryParse(request.User, out var name, out _) || store.Users.Find(name) is not { } user)
            return new AdminReply.Refused(ExitCode.NoUser, StoreAdministration.WhyNoUser(request.User));
        account = user.Account;
        return store.Sources.Find(request.Name) is null ? WhyNot(request.Settings) : IsThere(request.Name);
    }

    private static AdminReply.Refused IsThere(string name) => new(ExitCode.CannotCreate, $"There is a source {name} already; see 'source edit' to change it.");

    private AdminReply Edit(Source source, SourceRequest.EditSource request)
    {
        if (WhyNot(request.Settings) is { } refused)
            return refused;
        lock (_editing)
        {
            if ((store.Sources.Find(source.Id) ?? source) is var now && !now.Settings.IsSameAs(request.Before))
                return new AdminReply.Refused(ExitCode.TemporaryFailure, $"{source.Name} was changed by somebody else meanwhile; look at 'source show {source.Name}', and say it again.");

            // What was learnt of one provider says nothing of another.
            if (SourceIdentity.Of(request.Settings) != SourceIdentity.Of(request.Before))
                store.Sources.Learn(source, s => s with { LoginDelay = null, NextLogIn = null, ExpireDays = null, Ids = IdStability.Unknown, IdsChanged = null });
            var secret = request.Settings.SecretOrigin != SecretOrigin.Kept ? [] : request.Secret is null ? now.Secret?.ToArray() ?? [] : Protect(request.Secret);
            store.Sources.Update(source, request.Settings, secret);
        }

        return new AdminReply.Done();
    }

    private async Task<AdminReply> RemoveAsync(Source source, bool forget, CancellationToken ct)
    {
        store.Sources.Remove(source);
        await retrieval.StopAsync(source.Id);
        if (!forget)
            return new AdminReply.Done();
        using var lease = await store.OpenAsync(source.Account, ct);
        await lease.Account.Ledger.ForgetAsync(source.Id, ct);
        return new AdminReply.Done();
    }

    private AdminReply Confirm(Source source)
    {
        // At its end a run writes the brake as it has found it.
        if (retrieval.IsRunning(source.Id))
            return new AdminReply.Refused(ExitCode.TemporaryFailure, $"A run of {source.Name} goes on; confirm when it has ended.");
        var waiting = Overview.WaitingDeletions(source);
        if (source.State.Brake is not null)
            Change(source, _ => BrakeRelease.Of(source, waiting));
        return new SourceReply.Confirmed(source.State.Brake, waiting);
    }

    private AdminReply.Done Change(Source source, Func<SourceState, SourceState> change)
    {
        store.Sources.Change(source, change);
        return new AdminReply.Done();
    }

    private static AdminReply.Refused? WhyNot(SourceSettings settings) =>
        LandingPlace.WhyNot(settings.Into) is { } why ? new AdminReply.Refused(ExitCode.Usage, $"Mail cannot land in '{settings.Into}': {why}.") : null;

    private byte[] Protect(SourceSecret? secret) => secret is null ? [] : retrieval.Secrets.Protect(secret.Value);

    private AdminReply With(string name, Func<Source, AdminReply> act) => store.Sources.Find(name) is { } source ? act(source) : NoSource(name);

    private async Task<AdminReply> WithAsync(string name, Func<Source, Task<AdminReply>> act) => store.Sources.Find(name) is { } source ? await act(source) : NoSource(name);

    private static AdminReply.Refused NoSource(string name) => new(ExitCode.NoInput, WhyNoSource(name));

    public static string WhyNoSource(string name) => $"There is no source {name}; see 'source list'.";
}
