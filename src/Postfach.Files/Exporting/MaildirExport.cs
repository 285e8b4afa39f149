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
    private readonly MaildirKeywords _keywords = new();
    private MailboxFacts? _mailbox;
    private MessageFacts? _message;
    private Dictionary<string, string> _earlier = [];
    private LineShortener? _shortener;
    private FileStream? _file;
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
        _file = new FileStream(Part, FileMode.Create, FileAccess.Write, FileShare.Read);
        return Task.CompletedTask;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var file = _file ?? throw NotBegun();
        _short.ResetWrittenCount();
        _shortener?.Write(bytes.Span, _short);
        return file.WriteAsync(_shortener is null ? bytes : _short.WrittenMemory, ct);
    }

    public async Task<bool> EndMessageAsync(CancellationToken ct)
    {
        var (file, message) = (_file ?? throw NotBegun(), _message ?? throw NotBegun());
        _short.ResetWrittenCount();
        _shortener?.Complete(_short);
        await file.WriteAsync(_short.WrittenMemory, ct);
        var size = file.Length;
        await CloseAsync();
        Place(message, size);
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

    private string Part => Path.Combine(_folder, "tmp", "postfach.part");

    /// <summary>Gives the file its name: S is its size, W that of the message.</summary>
    private void Place(MessageFacts message, long size)
    {
        var date = ExportMark.DateOf(message);
        var (uid, validity) = (message.Uid?.Value ?? 0, _mailbox?.UidValidity?.Value ?? 0);
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Max(0, date.ToUnixTimeSeconds())}.U{uid}V{validity}.postfach,S={size},W={message.Size ?? size}");
        var letters = MaildirName.SystemLetters(message.Flags.System) + _keywords.LettersOf(name, message.Flags);
        File.SetLastWriteTimeUtc(Part, date.UtcDateTime);
        if (_earlier.Remove(name, out var earlier))
            File.Delete(earlier);
        File.Move(Part, Path.Combine(_folder, "cur", name + MaildirName.Mark + letters), overwrite: true);
        _uids.Add(string.Create(CultureInfo.InvariantCulture, $"{uid}{(message.UniqueId is { } unique ? " P" + unique : "")} :{name}"));
    }

    private async Task CloseAsync()
    {
        if (_file is { } file)
            await file.DisposeAsync();
        _file = null;
    }

    private static string BaseOf(string path) => MaildirName.Parse(Path.GetFileName(path)).Base;

    private static InvalidOperationException NotBegun() => new("Nothing was begun.");
}
