using System.Globalization;
using System.Net;
using System.Text;
using Postfach.Mail;

namespace Postfach.Retrieval.Tests.RealServers;

/// <summary>
/// An account at a real server, as its owner and other programs see it: they know nothing of the product, and speak IMAP whatever it fetches by.
/// </summary>
/// <param name="ct">Ends whatever waits for it.</param>
internal abstract class RealAccount(IPEndPoint imap, IPEndPoint tested, SourceProtocol protocol, string user, CancellationToken ct)
{
    protected string User => user;

    protected CancellationToken Ct => ct;

    /// <summary>What the server calls a mailbox at the top.</summary>
    public abstract string NameOf(string mailbox);

    /// <summary>Delivers messages.</summary>
    /// <returns>Whether the server has taken each.</returns>
    public abstract Task<IReadOnlyList<bool>> DeliverAsync(string mailbox, params IReadOnlyList<byte[]> messages);

    /// <summary>What a provider does that moves a mailbox: all messages but the three oldest are there, with another UIDVALIDITY and other UIDs.</summary>
    public abstract Task NumberAnewAsync(string mailbox);

    /// <summary>Delivers all odd messages.</summary>
    /// <returns>Those that the server has taken, as they are to arrive.</returns>
    public async Task<IReadOnlyList<(string Name, string Text)>> FillAsync(string mailbox = "INBOX")
    {
        var taken = await DeliverAsync(mailbox, [.. OddMail.All.Select(m => m.Bytes)]);
        return [.. OddMail.All.Zip(taken).Where(p => p.Second).Select(p => (p.First.Name, Arriving(p.First.Bytes)))];
    }

    /// <summary>
    /// How a message is to arrive, as text of Latin-1: octet for octet, but that POP3 cannot tell whether the last line has an end. RFC 1939 §3.
    /// </summary>
    public string Arriving(string message) =>
        protocol == SourceProtocol.Pop3 && !message.EndsWith("\r\n", StringComparison.Ordinal) ? message + "\r\n" : message;

    public string Arriving(byte[] message) => Arriving(Encoding.Latin1.GetString(message));

    public async Task CreateAsync(string mailbox)
    {
        await using var wire = await LogInAsync();
        await wire.RunAsync($"CREATE \"{mailbox}\"", ct);
    }

    /// <summary>What another client finds in a mailbox, in its order, as text of Latin-1.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string mailbox = "INBOX")
    {
        await using var wire = await LogInAsync();
        var examined = await wire.RunAsync($"EXAMINE \"{mailbox}\"", ct);
        if (examined.Untagged.Any(u => u.Text == "0 EXISTS"))
            return [];
        var fetched = await wire.RunAsync("FETCH 1:* BODY.PEEK[]", ct);
        return [.. fetched.Untagged.Where(u => u.Literals.Count > 0).Select(u => Encoding.Latin1.GetString(u.Literals[0]))];
    }

    /// <summary>Puts messages into a mailbox as a mail program does.</summary>
    /// <returns>Whether the server has taken each.</returns>
    public async Task<IReadOnlyList<bool>> AppendAsync(string mailbox, params IReadOnlyList<byte[]> messages)
    {
        await using var wire = await LogInAsync();
        var taken = new List<bool>();
        foreach (var message in messages)
            taken.Add(await TryAppendAsync(wire, mailbox, message));
        return taken;
    }

    /// <summary>A source that fetches from it.</summary>
    public RealSource Source(string rule) => new(tested, protocol, user, rule);

    protected Task<ImapWire> LogInAsync() => ImapWire.LogInAsync(imap, user, "secret", ct);

    // It waits for leave, as Courier has no LITERAL+.
    private async Task<bool> TryAppendAsync(ImapWire wire, string mailbox, byte[] message)
    {
        var tag = wire.NextTag();
        var head = string.Create(CultureInfo.InvariantCulture, $"{tag} APPEND \"{mailbox}\" {{{message.Length}}}\r\n");
        await wire.SendAsync(Encoding.ASCII.GetBytes(head), ct);
        while ((await wire.ReadResponseAsync(ct)).Text is var leave && !leave.StartsWith('+'))
        {
            if (leave.StartsWith(tag, StringComparison.Ordinal))
                return false;
        }

        await wire.SendAsync((byte[])[.. message, .. "\r\n"u8], ct);
        return (await wire.ReadAnswerAsync(tag, ct)).IsOk;
    }
}
