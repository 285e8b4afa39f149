using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Bench.InProcess;
using Postfach.Bench.Load;
using Postfach.Mail;
using Postfach.Store;
using Postfach.Testing;

namespace Postfach.Bench.Servers;

/// <summary>
/// Postfach as its users start it, with as many connections permitted as the bench needs. Passwords are made with few rounds of PBKDF2: only
/// the first log-in of a user pays for them, later ones are remembered.
/// </summary>
/// <param name="settings">More variables of its configuration.</param>
internal sealed class PostfachServer(BenchFolder folder, Certificate? certificate, IReadOnlyDictionary<string, string>? settings = null) : MailServer("Postfach", folder)
{
    private const int PasswordRounds = 4096;

    private static readonly string[] Listeners = ["imap", "imaps", "pop3", "pop3s", "lmtp"];

    private readonly ConcurrentDictionary<string, AccountId> _accounts = new();
    private IReadOnlyDictionary<string, string> _addresses = new Dictionary<string, string>();

    public override ServerKinds Kind => ServerKinds.Postfach;

    public string DataFolder => Folder["data"];

    /// <summary>Resident memory (RSS).</summary>
    public long ResidentBytes() => ProcessTree.ResidentBytes(Process.Id);

    public override IPEndPoint EndPoint(string listener) => IPEndPoint.Parse(_addresses[listener]);

    public override Task AddUsersAsync(IReadOnlyList<string> users) => AddUsersAsync(users, messages: 0);

    /// <summary>Gives each a number of messages as well. By the store itself: a process a user would take minutes for thousands.</summary>
    public async Task AddUsersAsync(IReadOnlyList<string> users, int messages)
    {
        var options = new StoreOptions { DataFolder = DataFolder, PasswordIterations = PasswordRounds };
        await using var store = MailStore.Open(options, TimeProvider.System, NullLoggerFactory.Instance);
        await Parallel.ForEachAsync(users, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (user, ct) =>
        {
            if (!UserName.TryParse(user, out var name, out var why))
                throw new ArgumentException(why, nameof(users));
            if (await store.Users.AddAsync(name, Password, ct) is not { } added)
                return;
            _accounts[user] = added.Account;
            if (messages > 0)
                await AppendAsync(store, added.Account, messages);
        });
    }

    private static async Task AppendAsync(MailStore store, AccountId account, int count)
    {
        using var lease = await store.OpenAsync(account, CancellationToken.None);
        var messages = new List<NewMessage>();
        for (var i = 0; i < count; i++)
        {
            var content = lease.Account.BeginMessage();
            messages.Add(new NewMessage(content, FlagSet.Empty, null));
            await content.WriteAsync(Letters.Write(i), CancellationToken.None);
        }

        await lease.Account.AppendAsync(MailboxName.Inbox, messages, BenchStore.Bench, CancellationToken.None);
        foreach (var message in messages)
            await message.Content.DisposeAsync();
    }

    /// <summary>Until all mail is indexed. It is asked again and again, as nothing outside the server is told.</summary>
    public override async Task SettleAsync()
    {
        while (await AccountsBehindAsync() > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(100));
    }

    /// <summary>As its users see it, with the pauses that it makes for others.</summary>
    public override async Task<TimeSpan> ReindexAsync(string user)
    {
        await StopAsync();
        foreach (var file in Directory.GetFiles(AccountFolder(user), $"{MailStore.IndexFileName}*"))
            File.Delete(file);
        await StartAsync();
        var start = Stopwatch.GetTimestamp();
        using var imap = await this.LogInAsync(user, "INBOX");
        while (await AccountsBehindAsync() == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        await SettleAsync();
        return Stopwatch.GetElapsedTime(start);
    }

    public override long IndexBytes(string user) =>
        Directory.GetFiles(AccountFolder(user), $"{MailStore.IndexFileName}*").Sum(f => new FileInfo(f).Length);

    protected override ServerProcess Launch()
    {
        var variables = new Dictionary<string, string>
        {
            ["POSTFACH_Store__PasswordIterations"] = PasswordRounds.ToString(CultureInfo.InvariantCulture),
            ["POSTFACH_Limits__Connections"] = "20000",
            ["POSTFACH_Limits__ConnectionsPerUser"] = "20000",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            variables[name] = value;
        if (certificate is not null)
        {
            variables["POSTFACH_Tls__Certificate"] = certificate.CertificateFile;
            variables["POSTFACH_Tls__Key"] = certificate.KeyFile;
        }

        return new(LogFile, variables,
            [.. PostfachProgram.Command, "serve", "--data", DataFolder, .. Listeners.SelectMany(l => new[] { "--listen", $"{l}=127.0.0.1:0" })]);
    }

    protected override async Task<TimeSpan> WaitUntilReadyAsync()
    {
        _addresses = await PostfachProgram.ReadAddressesAsync(Process.Output, CancellationToken.None)
            ?? throw new InvalidOperationException($"serve was never ready: {await File.ReadAllTextAsync(LogFile)}");
        return Stopwatch.GetElapsedTime(Process.Started);
    }

    private string AccountFolder(string user) => Path.Combine(DataFolder, "accounts", _accounts[user].Value.ToString(CultureInfo.InvariantCulture));

    private async Task<int> AccountsBehindAsync()
    {
        using var status = JsonDocument.Parse(await PostfachProgram.RunAsync("", CancellationToken.None, "status", "--json", "--data", DataFolder));
        return status.RootElement.GetProperty("index").GetProperty("accountsBehind").GetInt32();
    }

    protected override bool IsTrouble(string line) =>
        line.Contains(" error ", StringComparison.Ordinal) || line.Contains(" fatal ", StringComparison.Ordinal);
}
