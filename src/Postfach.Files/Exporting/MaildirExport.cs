using System.Buffers;
using System.Globalization;
using System.Text;
using Postfach.Mail;
using Postfach.Protocol.Imap;

namespace Postfach.Files;

/// <summary>Writes a Maildir, INBOX at its top, the other mailboxes as Maildir++ has them, UIDs and keywords as Dovecot keeps them.</summary>
internal sealed class MaildirExport(string root) : IMailTarget
{
    private readonly ArrayBufferWriter<byte> _short = new();
    private readonly List<string> _uids = [];
    private readonly PartFile _part = new();
    private readonly MaildirKeywords _keywords = new();
    private MailboxFacts? _mailbox;
    private MessageFacts? _message;
    private Dictionary<string, string> _earlier = [];
    private LineShortener? _shortener;
    private string _folder = "";
    private long _count;

    /// <summary>A mailbox's folder: the levels parted by dots and in modified UTF-7; a dot in a name is written %2E.</summary>
    public static string FolderOf(MailboxName mailbox)
    {
        if (mailbox.IsInbox)
            return "";
        var levels = mailbox.Value.Split(MailboxName.Delimiter).Select(l => Encoding.ASCII.GetString(MailboxNameCodec.Encode(l)).Replace(".", "%2E", StringComparison.Ordinal));
        return FileLevel.Shortened("." + string.Join('.', levels), mailbox.Value);
    }

    public Task<bool> BeginMailboxAsync(MailboxFacts mailbox, CancellationToken ct)
    {
        (_mailbox, _folder) = (mailbox, Path.Combine(root, FolderOf(mailbox.Name)));
        foreach (var part in new[] { "cur", "new", "tmp" })
            Directory.CreateDirectory(Path.Combine(_folder, part));
        if (!mailbox.Name.IsInbox)
            File.Create(Path.Combine(_folder, "maildirfolder")).Dispose();
        _uids.Clear();
        _keywords.Clear();

        // What an earlier run, which was ended in the middle, wrote.
        _earlier = Directory.EnumerateFiles(Path.Combine(_folder, "cur")).DistinctBy(BaseOf).ToDictionary(BaseOf);
        return Task.FromResult(true);
    }

    public async Task EndMailboxAsync(CancellationToken ct)
    {
        var mailbox = _mailbox ?? throw NotBegun();
        foreach (var gone in _earlier.Values)
            File.Delete(gone);
        _keywords.Write(_folder);
        var head = string.Create(CultureInfo.InvariantCulture, $"3 V{mailbox.UidValidity?.Value ?? 1} N{mailbox.UidNext?.Value ?? 1}");
        var list = Path.Combine(_folder, UidList.DovecotFile);
        await File.WriteAllLinesAsync(list + ".part", [head, .. _uids], Encoding.Latin1, ct);
        File.Move(list + ".part", list, overwrite: true);
    }

    public Task BeginMessageAsync(MessageFacts message, CancellationToken ct)
    {
        (_message, _shortener) = (message, message.LineEnds.AreOdd ? null : new LineShortener());
        _part.Begin(Path.Combine(_folder, "tmp", "postfach.part"));
        return Task.CompletedTask;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        _short.ResetWrittenCount();
        _shortener?.Write(bytes.Span, _short);
        return _part.Stream.WriteAsync(_shortener is null ? bytes : _short.WrittenMemory, ct);
    }

    public async Task<bool> EndMessageAsync(CancellationToken ct)
    {
        var message = _message ?? throw NotBegun();
        _short.ResetWrittenCount();
        _shortener?.Complete(_short);
        await _part.Stream.WriteAsync(_short.WrittenMemory, ct);
        await PlaceAsync(message, _part.Stream.Length);
        _count++;
        return true;
    }

    public Task DropMessageAsync(CancellationToken ct) => _part.DropAsync();

    public Task<ImportCount> CommitAsync(CancellationToken ct) => Task.FromResult(new ImportCount(_count, 0));

    public ValueTask DisposeAsync() => _part.DisposeAsync();

    /// <summary>Gives the file its name: S is its size, W that of the message.</summary>
    private async Task PlaceAsync(MessageFacts message, long size)
    {
        var date = ExportMark.DateOf(message);
        var (uid, validity) = (message.Uid?.Value ?? 0, _mailbox?.UidValidity?.Value ?? 0);
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Max(0, date.ToUnixTimeSeconds())}.U{uid}V{validity}.postfach,S={size},W={message.Size ?? size}");
        var letters = MaildirName.SystemLetters(message.Flags.System) + _keywords.LettersOf(name, message.Flags);
        if (_earlier.Remove(name, out var earlier))
            File.Delete(earlier);
        await _part.MoveAsync(Path.Combine(_folder, "cur", name + MaildirName.Mark + letters), date);
        _uids.Add(string.Create(CultureInfo.InvariantCulture, $"{uid}{(message.UniqueId is { } unique ? " P" + unique : "")} :{name}"));
    }

    private static string BaseOf(string path) => MaildirName.Parse(Path.GetFileName(path)).Base;

    private static InvalidOperationException NotBegun() => new("Nothing was begun.");
}
