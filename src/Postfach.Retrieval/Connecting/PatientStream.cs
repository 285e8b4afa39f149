namespace Postfach.Retrieval;

/// <summary>A stream to a provider whose reads and writes each end after a time: no provider can hold a run by silence.</summary>
/// <param name="patience">For one read or write.</param>
internal sealed class PatientStream(Stream inner, TimeSpan patience, TimeProvider time) : ConnectionStream(inner)
{
    /// <summary>For one read or write. Longer for a while where silence is what is expected.</summary>
    public TimeSpan Patience { get; set; } = patience;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        InTimeAsync(Inner.ReadAsync(buffer, cancellationToken), cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await InTimeAsync(WriteAllAsync(buffer, cancellationToken), cancellationToken);

    private async ValueTask<int> WriteAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken ct)
    {
        await Inner.WriteAsync(buffer, ct);
        return buffer.Length;
    }

    private async ValueTask<int> InTimeAsync(ValueTask<int> work, CancellationToken ct)
    {
        if (work.IsCompleted)
            return await work;
        try
        {
            return await work.AsTask().WaitAsync(Patience, time, ct);
        }
        catch (TimeoutException)
        {
            // What still waits for it ends with the connection.
            await Inner.DisposeAsync();
            throw new ProviderException(ProviderFault.Broken, $"Nothing came from the provider for {Patience.TotalSeconds:0} seconds.");
        }
    }
}
