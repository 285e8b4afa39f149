using System.Buffers;
using System.Globalization;
using System.Text;

namespace Postfach.Files;

/// <summary>Writes an mboxrd file for each mailbox; those below NAME lie in the folder NAME.sbd. A file is there when it is whole.</summary>
internal sealed class MboxExport(string root) : IMailTarget
{
    private readonly MailboxPaths _paths = new(root, ".sbd");
    private readonly ArrayBufferWriter<byte> _short = new(), _quoted = new();
    private LineShortener? _shortener;
    private FromQuoter _quoter = new();
    private readonly PartFile _part = new();
    private string _path = "";
    private long _begin;
    private long _count;

    public Task<bool> BeginMailboxAsync(MailboxFacts mailbox, CancellationToken ct)
    {
        _path = _paths[mailbox.Name];
        Directory.CreateDirectory(PathOf(_path).Folder);
        _part.Begin(PartOf(_path));
        return Task.FromResult(false);
    }

    public async Task EndMailboxAsync(CancellationToken ct)
    {
        _part.Stream.Flush(flushToDisk: true);
        await _part.MoveAsync(_path);
    }

    public async Task BeginMessageAsync(MessageFacts message, CancellationToken ct)
    {
        _begin = _part.Stream.Position;
        (_shortener, _quoter) = (message.LineEnds.AreOdd ? null : new LineShortener(), new FromQuoter());
        var date = ExportMark.DateOf(message).UtcDateTime.ToString("ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture);
        await _part.Stream.WriteAsync(Encoding.ASCII.GetBytes($"From MAILER-DAEMON {date}\n"), ct);
        await _part.Stream.WriteAsync(ExportMark.Write(message), ct);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        _short.ResetWrittenCount();
        _quoted.ResetWrittenCount();
        _shortener?.Write(bytes.Span, _short);
        _quoter.Write(_shortener is null ? bytes.Span : _short.WrittenSpan, _quoted);
        return _part.Stream.WriteAsync(_quoted.WrittenMemory, ct);
    }

    public async Task<bool> EndMessageAsync(CancellationToken ct)
    {
        _short.ResetWrittenCount();
        _quoted.ResetWrittenCount();
        _shortener?.Complete(_short);
        _quoter.Write(_short.WrittenSpan, _quoted);
        _quoter.Complete(_quoted);
        _quoted.Write(_quoter.EndsLine ? "\n"u8 : "\n\n"u8);
        await _part.Stream.WriteAsync(_quoted.WrittenMemory, ct);
        _count++;
        return true;
    }

    public Task DropMessageAsync(CancellationToken ct)
    {
        _part.Stream.SetLength(_begin);
        _part.Stream.Position = _begin;
        return Task.CompletedTask;
    }

    public Task<ImportCount> CommitAsync(CancellationToken ct) => Task.FromResult(new ImportCount(_count, 0));

    public ValueTask DisposeAsync() => _part.DisposeAsync();

    private static string PartOf(string path)
    {
        var (folder, name) = PathOf(path);
        return Path.Combine(folder, "." + name + ".part");
    }

    private static (string Folder, string Name) PathOf(string path) => (Path.GetDirectoryName(path) ?? "", Path.GetFileName(path));
}
