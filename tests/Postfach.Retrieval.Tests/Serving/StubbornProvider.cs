using System.Threading.Channels;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Serving;

/// <summary>A provider that says nothing until the test has it say that it is busy.</summary>
internal sealed class StubbornProvider
{
    private readonly Channel<bool> _asked = Channel.CreateUnbounded<bool>();
    private readonly Channel<bool> _fails = Channel.CreateUnbounded<bool>();

    public async Task<ProviderSession> OpenAsync(Source source, CancellationToken ct)
    {
        _asked.Writer.TryWrite(true);
        await _fails.Reader.ReadAsync(ct);
        throw new ProviderException(ProviderFault.Busy, "Somebody else has the mailbox.");
    }

    /// <summary>Waits until it has been asked once more.</summary>
    public Task Asked() => _asked.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();

    /// <summary>One that waits is told.</summary>
    public void Fail() => _fails.Writer.TryWrite(true);
}
