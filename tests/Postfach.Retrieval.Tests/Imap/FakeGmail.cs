using System.Globalization;

namespace Postfach.Retrieval.Tests.Imap;

/// <summary>Gmail, as far as it is another kind of server: every message is in All Mail, and in a mailbox for each of its labels; Trash and Spam hold others. X-GM-EXT-1.</summary>
internal sealed class FakeGmail : FakeImapAccount
{
    public const string AllMail = "[Gmail]/All Mail", Bin = "[Gmail]/Trash", Spam = "[Gmail]/Spam";

    // A message is the same one in all mailboxes.
    private readonly Dictionary<byte[], string[]> _labels = [];
    private readonly Dictionary<byte[], long> _ids = [];

    public FakeGmail()
        : base(@"\All " + AllMail, @"\Trash " + Bin, @"\Junk " + Spam, @"\Sent [Gmail]/Sent Mail", @"\Drafts [Gmail]/Drafts", @"\Flagged [Gmail]/Starred", @"\None Work", @"\None Gr&APYA3w-e") =>
        Capabilities = "IMAP4rev1 UIDPLUS MOVE SPECIAL-USE X-GM-EXT-1";

    /// <param name="labels">As X-GM-LABELS tells them.</param>
    public void Deliver(byte[] bytes, params string[] labels)
    {
        _labels[bytes] = labels;
        AddTo(AllMail, bytes);
        foreach (var label in labels)
            AddTo(label switch { "\\Inbox" => "INBOX", "\\Sent" => "[Gmail]/Sent Mail", "\\Draft" => "[Gmail]/Drafts", "\\Starred" => "[Gmail]/Starred", _ => label }, bytes);
    }

    protected override string More(uint uid)
    {
        var bytes = Messages[uid].Bytes;
        _ids.TryAdd(bytes, 1_700_000_000_000_000_000 + _ids.Count);
        var labels = _labels.GetValueOrDefault(bytes, []).Select(l => $"\"{l.Replace("\\", "\\\\", StringComparison.Ordinal)}\"");
        return string.Create(CultureInfo.InvariantCulture, $" X-GM-MSGID {_ids[bytes]} X-GM-LABELS ({string.Join(' ', labels)})");
    }

    // What goes to the Trash is in no other mailbox any more.
    protected override void Take(uint uid)
    {
        var bytes = Messages[uid].Bytes;
        foreach (var mailbox in All.Where(m => m.Values.Any(v => v.Bytes == bytes)))
            mailbox.Remove(mailbox.First(m => m.Value.Bytes == bytes).Key);
    }
}
