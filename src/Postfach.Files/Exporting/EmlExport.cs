namespace Postfach.Files;

/// <summary>Writes a folder for each mailbox, in it each message's bytes as a file UID.eml, and a <see cref="MessageList"/>.</summary>
internal sealed class EmlExport(string root) : IMailTarget
{
    private readonly MailboxPaths _paths = new(root, "");
    private readonly List<MessageFacts> _messages = [];
    private readonly PartFile _part = new();
    private MailboxFacts? _mailbox;
    private MessageFacts? _message;
    private string _folder = "";
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
        _part.Begin(Path.Combine(_folder, ".part"));
        return Task.CompletedTask;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => _part.Stream.WriteAsync(bytes, ct);

    public async Task<bool> EndMessageAsync(CancellationToken ct)
    {
        var message = _message ?? throw NotBegun();
        _messages.Add(message with { Size = _part.Stream.Length });
        await _part.MoveAsync(Path.Combine(_folder, MessageList.FileOf(message)), ExportMark.DateOf(message));
        _count++;
        return true;
    }

    public Task DropMessageAsync(CancellationToken ct) => _part.DropAsync();

    public Task<ImportCount> CommitAsync(CancellationToken ct) => Task.FromResult(new ImportCount(_count, 0));

    public ValueTask DisposeAsync() => _part.DisposeAsync();

    private static InvalidOperationException NotBegun() => new("Nothing was begun.");
}
