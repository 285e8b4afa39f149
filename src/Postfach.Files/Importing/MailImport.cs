using System.Buffers;
using Postfach.Mail;

namespace Postfach.Files;

/// <summary>Carries the messages of a source to their target, each as a stream of pieces.</summary>
public static class MailImport
{
    private const int PieceBytes = 64 << 10;

    /// <param name="report">Told of messages that were left out.</param>
    /// <exception cref="ImportException">It cannot go on. What was counted stays.</exception>
    public static async Task<ImportSummary> RunAsync(
        MailSource source, IMailTarget target, Action<SourceFault> report, IProgress<ImportProgress> progress, CancellationToken ct)
    {
        var (read, bytes) = (0L, 0L);
        var withNewUids = new List<MailboxName>();
        foreach (var folder in source.Folders)
        {
            if (!await target.BeginMailboxAsync(folder.Target, ct) && folder.Target.UidValidity is not null)
                withNewUids.Add(folder.Target.Name);
            foreach (var message in folder.Messages)
            {
                ct.ThrowIfCancellationRequested();
                if (await CopyAsync(message, target, ct) is { } why)
                    report(new SourceFault(message.Path, message.Offset, why));
                (read, bytes) = (read + 1, bytes + message.Length);
                progress.Report(new ImportProgress(read, bytes, source.Bytes));
            }

            await target.EndMailboxAsync(ct);
        }

        return new ImportSummary(await target.CommitAsync(ct), withNewUids);
    }

    /// <returns>Why it was left out; null when it was not.</returns>
    private static async Task<string?> CopyAsync(SourceMessage message, IMailTarget target, CancellationToken ct)
    {
        await target.BeginMessageAsync(new MessageFacts(message.Flags, message.InternalDate, message.Uid, message.UniqueId), ct);
        try
        {
            await CopyBytesAsync(message, target, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await target.DropMessageAsync(ct);
            return e.Message;
        }

        return await target.EndMessageAsync(ct) ? null : "the message is bigger than one may be (Limits:MessageBytes)";
    }

    private static async Task CopyBytesAsync(SourceMessage message, IMailTarget target, CancellationToken ct)
    {
        using var file = File.OpenHandle(message.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var lines = new LineNormalizer(message.Quoting, message.KeepsLineEnds);
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        var output = new ArrayBufferWriter<byte>(PieceBytes);
        try
        {
            for (var done = 0L; done < message.Length;)
            {
                var read = await RandomAccess.ReadAsync(file, piece.AsMemory(0, (int)Math.Min(piece.Length, message.Length - done)), message.Offset + done, ct);
                if (read == 0)
                    throw new EndOfStreamException("the file became shorter while it was read");
                output.ResetWrittenCount();
                lines.Write(piece.AsSpan(0, read), output);
                await target.WriteAsync(output.WrittenMemory, ct);
                done += read;
            }

            output.ResetWrittenCount();
            lines.Complete(output);
            await target.WriteAsync(output.WrittenMemory, ct);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
