using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Postfach.Files;

/// <summary>
/// A message as a mail transfer agent writes it to a program's standard input: with the system's line ends, and often with an mbox file's From line in front,
/// which is none of the message's.
/// </summary>
public sealed class PipedMessage
{
    private readonly PipeReader _input;

    private PipedMessage(PipeReader input) => _input = input;

    /// <summary>The envelope's sender, as a From line says; null without one.</summary>
    public string? Sender { get; private set; }

    /// <summary>There is not a byte of it.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>Reads as far as it takes to know how it begins. The stream is its owner's to close, when the message was copied.</summary>
    public static async Task<PipedMessage> OpenAsync(Stream stream, CancellationToken ct)
    {
        var message = new PipedMessage(PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)));
        await message.ReadFromLineAsync(ct);
        var read = await message._input.ReadAsync(ct);
        message.IsEmpty = read.Buffer.IsEmpty;
        message._input.AdvanceTo(read.Buffer.Start);
        return message;
    }

    /// <summary>Gives the target all of the message's bytes, with CRLF at the lines' ends.</summary>
    public async Task CopyToAsync(IMailTarget target, CancellationToken ct)
    {
        var lines = new LineNormalizer(Quoting.None, keepsLineEnds: false);
        var output = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await _input.ReadAsync(ct);
            foreach (var piece in read.Buffer)
                lines.Write(piece.Span, output);
            if (read.IsCompleted)
                lines.Complete(output);
            await target.WriteAsync(output.WrittenMemory, ct);
            output.ResetWrittenCount();
            _input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    private async Task ReadFromLineAsync(CancellationToken ct)
    {
        while (true)
        {
            var read = await _input.ReadAsync(ct);
            var end = read.Buffer.PositionOf((byte)'\n');
            if (end is null && !read.IsCompleted && read.Buffer.Length <= FromLine.MaxBytes)
            {
                _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            // No field's name ends with a space.
            var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end ?? read.Buffer.Start));
            var isFrom = end is not null && line.StartsWith("From ", StringComparison.Ordinal);
            if (isFrom && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var sender, _, ..])
                Sender = sender;
            _input.AdvanceTo(isFrom ? read.Buffer.GetPosition(1, end.GetValueOrDefault()) : read.Buffer.Start);
            return;
        }
    }
}
