namespace Postfach.Files;

/// <summary>Writes a folder for each mailbox, in it each message's bytes as a file UID.eml, and a <see cref="MessageList"/>.</summary>
internal sealed class EmlExport(string root) : IMailTarget
{
    private readonly MailboxPaths _paths = new(root, "");
    private readonly List<MessageFacts> _messages = [];
    private MailboxFacts? _mailbox;
    private MessageFacts? _message;
    private string _folder = "";
    private FileStream? _file;
    private long _count;

    public Task<bool> BeginMailboxAsync(MailboxFacts mailbox, CancellationToken ct)
    {
        (_mailbox, _folder) = (mailbox, _paths[mailbox.Name]);
        _messages.Clear();
        Directory.CreateDirectory(_folder);
        return Task.FromResult(true);
    }

    public Task EndMailboxAsync(CancellationToken ct)
    {
        MessageList.Write(_folder, _mailbox ?? throw NotBegun(), _messages);

        // An earlier run, which was ended in the middle, wrote what was expunged since.
        var names = _messages.Select(MessageList.FileOf).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(_folder, "*.eml").Where(f => !names.Contains(Path.GetFileName(f))))
            File.Delete(file);
        return Task.CompletedTask;
    }

    public Task BeginMessageAsync(MessageFacts message, CancellationToken ct)
    {
        _message = message;
        _file = new FileStream(Part, FileMode.Create, FileAccess.Write, FileShare.Read);
        return Task.CompletedTask;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => (_file ?? throw NotBegun()).WriteAsync(bytes, ct);

    public async Task<bool> EndMessageAsync(CancellationToken ct)
    {
        var (file, message) = (_file ?? throw NotBegun(), _message ?? throw NotBegun());
        _messages.Add(message with { Size = file.Length });
        await CloseAsync();
        File.SetLastWriteTimeUtc(Part, ExportMark.DateOf(message).UtcDateTime);
        File.Move(Part, Path.Combine(_folder, MessageList.FileOf(message)), overwrite: true);
        _count++;
        return true;
    }

    public async Task DropMessageAsync(CancellationToken ct)
    {
        await CloseAsync();
        File.Delete(Part);
    }

    public Task<ImportCount> CommitAsync(CancellationToken ct) => Task.FromResult(new ImportCount(_count, 0));

    public async ValueTask DisposeAsync() => await CloseAsync();

    private string Part => Path.Combine(_folder, ".part");

    private async Task CloseAsync()
    {
        if (_file is { } file)
            await file.DisposeAsync();
        _file = null;
    }

    private static InvalidOperationException NotBegun() => new("Nothing was begun.");
}
