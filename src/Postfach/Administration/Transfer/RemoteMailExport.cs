using System.Text.Json;
using Postfach.CommandLine;
using Postfach.Files;

namespace Postfach.Administration;

/// <summary>The account of a running server, whose mail comes over the control socket.</summary>
internal sealed class RemoteMailExport(Stream stream, LineReader lines, long bytes) : IMailExport
{
    public long Bytes => bytes;

    public async Task<ImportCount> RunAsync(IMailTarget target, CancellationToken ct)
    {
        try
        {
            if (await new MailFrameReader(stream, lines).RunAsync(target, untilCommit: true, ct) is { } count)
                return count;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or EndOfStreamException)
        {
            throw new CommandException(ExitCode.TemporaryFailure, $"The running server broke off ({e.Message}); run the export again.");
        }

        throw new CommandException(ExitCode.TemporaryFailure, "The running server stopped in the middle; run the export again.");
    }

    // The connection is its giver's to close.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
