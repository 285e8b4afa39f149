using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>
/// Opens sessions with providers, for whatever purpose, and no sooner after the last one than the provider wants it (LOGIN-DELAY, RFC 2449 §6.5): what it said
/// is remembered with the source. Any thread may call.
/// </summary>
internal sealed class SessionOpening(MailStore store, TimeProvider time, Func<Source, CancellationToken, Task<ProviderSession>> open)
{
    // Nobody minds so short a wait; of a longer one a person is told, and comes again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Where a provider says that it was too soon and not how much.
    private static readonly TimeSpan Unsaid = TimeSpan.FromMinutes(10);

    /// <summary>How long it is until the provider lets one log in again; zero: it does now. Pure.</summary>
    public static TimeSpan Left(SourceState state, DateTimeOffset now)
    {
        // No longer than the provider wants: what a clock has left behind that was ahead of time is no wait.
        var (left, most) = (state.NextLogIn - now ?? TimeSpan.Zero, state.LoginDelay ?? Unsaid);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > most ? most : left;
    }

    /// <summary>Why no session can be opened now; null: one can, perhaps after a short wait.</summary>
    public ProviderException? WhyNot(Source source)
    {
        if (Left(source) is var left && left <= Patience)
            return null;
        var delay = State(source).LoginDelay is { } known ? Wording.About(known, Language.English) : "more time";
        return new ProviderException(
            ProviderFault.Busy, $"The provider wants {delay} between two log-ins (LOGIN-DELAY); the next one is possible in {Wording.About(left, Language.English)}.")
        {
            IsTooSoon = true, RetryAfter = left,
        };
    }

    /// <exception cref="ProviderException">It could not be done, or it is too soon.</exception>
    public async Task<ProviderSession> OpenAsync(Source source, CancellationToken ct)
    {
        if (WhyNot(source) is { } tooSoon)
            throw tooSoon;
        if (Left(source) is var left && left > TimeSpan.Zero)
            await Task.Delay(left, time, ct);
        try
        {
            var session = await open(source, ct);
            Remember(source, session.LoginDelay, session.ExpireDays, session.LoginDelay);
            return session;
        }
        catch (ProviderException e) when (e.IsTooSoon)
        {
            var state = State(source);
            Remember(source, e.RetryAfter ?? state.LoginDelay, state.ExpireDays, e.RetryAfter ?? state.LoginDelay ?? Unsaid);
            throw;
        }
    }

    private void Remember(Source source, TimeSpan? delay, int? expireDays, TimeSpan? rest)
    {
        var before = State(source);
        var next = rest > TimeSpan.Zero ? time.GetUtcNow() + rest : null;
        if ((before.LoginDelay, before.ExpireDays, before.NextLogIn) != (delay, expireDays, next))
            store.Sources.Learn(source, s => s with { LoginDelay = delay, ExpireDays = expireDays, NextLogIn = next });
    }

    private TimeSpan Left(Source source) => Left(State(source), time.GetUtcNow());

    // As it is now: another session may have been opened since somebody looked.
    private SourceState State(Source source) => (store.Sources.Find(source.Id) ?? source).State;
}
