using System.Net;
using System.Text;
using Postfach.Mail;

namespace Postfach.Retrieval.Tests.RealServers;

/// <summary>An account at Cyrus: mailboxes stand beside INBOX, levels are told apart by slashes, and a dot is a character like others.</summary>
internal sealed class CyrusAccount(CyrusProcess cyrus, IPEndPoint tested, SourceProtocol protocol, string user, CancellationToken ct)
    : RealAccount(cyrus.EndPoint("imap"), tested, protocol, user, ct)
{
    public override string NameOf(string mailbox) => mailbox;

    public override Task<IReadOnlyList<bool>> DeliverAsync(string mailbox, params IReadOnlyList<byte[]> messages) => AppendAsync(mailbox, messages);

    public override async Task NumberAnewAsync(string mailbox)
    {
        var left = (await TextsAsync(mailbox)).Skip(3).Select(Encoding.Latin1.GetBytes).ToList();
        await using var wire = await LogInAsync();
        await wire.RunAsync($"RENAME {mailbox} Former", Ct);
        await wire.RunAsync($"CREATE {mailbox}", Ct);
        Assert.DoesNotContain(false, await AppendAsync(mailbox, left));
        await wire.RunAsync("DELETE Former", Ct);
    }
}
