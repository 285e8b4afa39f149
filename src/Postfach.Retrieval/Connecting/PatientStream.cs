namespace Postfach.Retrieval;

/// <summary>A stream to a provider whose reads and writes each end after a time: no provider can hold a run by silence. Counts what came.</summary>
/// <param name="patience">For one read or write.</param>
internal sealed class PatientStream(Stream inner, TimeSpan patience, TimeProvider time) : Stream
{
    /// <summary>For one read or write. Longer for a while where silence is what is expected.</summary>
    public TimeSpan Patience { get; set; } = patience;

    /// <summary>Bytes that came.</summary>
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await InTimeAsync(inner.ReadAsync(buffer, cancellationToken), cancellationToken);
        BytesRead += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await InTimeAsync(WriteAllAsync(buffer, cancellationToken), cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    // Only who must does it synchronously: TLS at its end, a library that disposes.
    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> WriteAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken ct)
    {
        await inner.WriteAsync(buffer, ct);
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
            await inner.DisposeAsync();
            throw new ProviderException(ProviderFault.Broken, $"Nothing came from the provider for {Patience.TotalSeconds:0} seconds.");
        }
    }
}
