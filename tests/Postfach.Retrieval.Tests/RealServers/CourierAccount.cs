using System.Globalization;
using System.Net;
using System.Text;
using Postfach.Mail;

namespace Postfach.Retrieval.Tests.RealServers;

/// <summary>An account at Courier: everything is below INBOX, levels are told apart by dots, and the mail lies in a Maildir.</summary>
internal sealed class CourierAccount(CourierProcess courier, IPEndPoint tested, SourceProtocol protocol, string user, CancellationToken ct)
    : RealAccount(courier.EndPoint("imap"), tested, protocol, user, ct)
{
    private int _delivered;

    public override string NameOf(string mailbox) => $"INBOX.{mailbox}";

    /// <summary>Puts the files there that deliveries leave: each first into tmp, and as it is whole into new.</summary>
    public override async Task<IReadOnlyList<bool>> DeliverAsync(string mailbox, params IReadOnlyList<byte[]> messages)
    {
        foreach (var message in messages)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{1_700_000_000 + _delivered++}.M1P1.example");
            var text = Encoding.Latin1.GetString(message).Replace("\r\n", "\n", StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(Folder(mailbox), "tmp", name), text, Encoding.Latin1, Ct);
            File.Move(Path.Combine(Folder(mailbox), "tmp", name), Path.Combine(Folder(mailbox), "new", name));
        }

        return [.. messages.Select(_ => true)];
    }

    // Both lists of numbers begin with a line that tells UIDVALIDITY; those that are not in them are given new numbers.
    public override async Task NumberAnewAsync(string mailbox)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Folder(mailbox), "cur")).Order(StringComparer.Ordinal).Take(3))
            File.Delete(file);
        if (Path.Combine(Folder(mailbox), "courierimapuiddb") is var uids && File.Exists(uids))
        {
            var imap = (await File.ReadAllLinesAsync(uids, Ct))[0].Split(' ');
            await File.WriteAllTextAsync(uids, $"{imap[0]} {Next(imap[1])} 1\n", Ct);
        }

        if (Path.Combine(Folder(mailbox), "courierpop3dsizelist") is var list && File.Exists(list))
        {
            var pop3 = (await File.ReadAllLinesAsync(list, Ct))[0].Split(' ');
            await File.WriteAllTextAsync(list, $"{pop3[0]} 1 {Next(pop3[2])}\n", Ct);
        }
    }

    private static uint Next(string uidValidity) => uint.Parse(uidValidity, CultureInfo.InvariantCulture) + 1;

    private string Folder(string mailbox) => Path.Combine(courier.Maildir(User), mailbox == "INBOX" ? "" : mailbox["INBOX".Length..]);
}
