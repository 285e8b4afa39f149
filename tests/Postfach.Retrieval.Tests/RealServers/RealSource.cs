using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Postfach.Retrieval.Tests.Imap;
using Postfach.Retrieval.Tests.Pop3;

namespace Postfach.Retrieval.Tests.RealServers;

/// <summary>A source by either protocol, told by what both have.</summary>
internal sealed class RealSource : IAsyncDisposable
{
    private readonly IAsyncDisposable _source;

    private RealSource(Fetching source)
    {
        (_source, Time, RunAsync) = (source, source.Time, source.RunWellAsync);
        TextsAsync = async () => [.. (await source.MessagesAsync("INBOX")).Select(m => Encoding.Latin1.GetString(source.Bytes(m)))];
    }

    private RealSource(Maildrop source) => (_source, Time, RunAsync, TextsAsync) = (source, source.Time, () => source.RunWellAsync(), () => source.TextsAsync());

    public FakeTimeProvider Time { get; }

    /// <summary>A run that must come to its end.</summary>
    public Func<Task<RunReport>> RunAsync { get; }

    /// <summary>What is here in INBOX, as text of Latin-1.</summary>
    public Func<Task<IReadOnlyList<string>>> TextsAsync { get; }

    public static async Task<RealSource> StartAsync(IPEndPoint provider, bool isPop3, string user, string rule) =>
        isPop3 ? new RealSource(Maildrop.Of(provider, rule, user)) : new RealSource(await Fetching.StartAsync(provider, user, rule));

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
