using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Bench.InProcess;

/// <summary>A store in a folder of its own, on the disk that holds the temporary files.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    public static readonly Actor Bench = new("bench", "bench", "");

    private readonly List<AccountLease> _leases = [];

    public BenchStore() => Store = MailStore.Open(new StoreOptions { DataFolder = Folder }, TimeProvider.System, NullLoggerFactory.Instance);

    public string Folder { get; } = Directory.CreateTempSubdirectory("postfach-bench-").FullName;

    public MailStore Store { get; private set; }

    /// <summary>A plausible message of so many bytes; no two are alike.</summary>
    public static byte[] Message(int number, int bytes)
    {
        var text = new StringBuilder();
        text.Append(null, $"Return-Path: <anna@example.org>\r\nReceived: from mail.example.org by mx.example.net with ESMTP id {number};\r\n\tMon, 2 Nov 2026 08:00:00 +0000\r\n");
        text.Append(null, $"Message-ID: <{number}@example.org>\r\nDate: Mon, 2 Nov 2026 08:00:00 +0000\r\nFrom: Anna Example <anna@example.org>\r\nTo: info@example.net\r\n");
        text.Append(null, $"Subject: Message number {number}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
        while (text.Length < bytes - 2)
            text.Append("All mail is one truth, kept once and seen by everybody who may. ", 0, Math.Min(64, bytes - 2 - text.Length));
        text.Append("\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    public static async Task AppendAsync(Account account, byte[] message)
    {
        await using var content = account.BeginMessage();
        await content.WriteAsync(message, CancellationToken.None);
        var result = await account.AppendAsync(MailboxName.Inbox, [new NewMessage(content, FlagSet.Empty, null)], Bench, CancellationToken.None);
        if (result is not AppendResult.Appended)
            throw new InvalidOperationException($"{result}");
    }

    /// <summary>Appends many small messages quickly: many in one row of the feed.</summary>
    public static async Task FillAsync(Account account, int count, int bytes = 500)
    {
        const int Together = 1000;
        for (var start = 0; start < count; start += Together)
        {
            var messages = new List<NewMessage>(Together);
            for (var i = start; i < Math.Min(count, start + Together); i++)
            {
                var content = account.BeginMessage();
                await content.WriteAsync(Message(i, bytes), CancellationToken.None);
                messages.Add(new NewMessage(content, FlagSet.Empty, null));
            }

            await account.AppendAsync(MailboxName.Inbox, messages, Bench, CancellationToken.None);
            foreach (var message in messages)
                await message.Content.DisposeAsync();
        }
    }

    public async Task<Account> OpenAsync(long id = 1)
    {
        var lease = await Store.OpenAsync(new AccountId(id), CancellationToken.None);
        _leases.Add(lease);
        return lease.Account;
    }

    /// <summary>Closes the store and opens it again.</summary>
    public async Task ReopenAsync()
    {
        await CloseAsync();
        Store = MailStore.Open(new StoreOptions { DataFolder = Folder }, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task CloseAsync()
    {
        foreach (var lease in _leases)
            lease.Dispose();
        _leases.Clear();
        await Store.DisposeAsync();
    }
}
