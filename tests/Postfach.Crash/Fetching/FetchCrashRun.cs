using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Crash.Fetching;

/// <summary>
/// Kills <c>postfach fetch</c> at any moment while it fetches from a provider and deletes there, again and again, with new mail coming in. After each kill every
/// message is at the provider or here, and none is here twice; in the end all are here and none is there. Half of the time bigger ones leave a placeholder, and
/// come whole the other half.
/// </summary>
/// <param name="provider">A server of its own, with the user <see cref="User"/> and the password <see cref="Password"/>.</param>
/// <param name="protocol">pop3 or imap.</param>
internal sealed class FetchCrashRun(Func<string, IPEndPoint> provider, string protocol, int kills, int seed, string dataFolder)
{
    public const string User = "source", Password = "secret";

    // A run with a few messages takes about so long.
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(0.9);

    private readonly Random _random = new(seed);
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);

    public List<string> Violations { get; } = [];

    /// <summary>Runs that came to their end before the kill.</summary>
    public int Finished { get; private set; }

    /// <summary>Messages that were at the provider after a kill and here as well, or only there.</summary>
    public int CaughtInTheMiddle { get; private set; }

    /// <summary>Placeholders that were here after a kill.</summary>
    public int PlaceholdersSeen { get; private set; }

    public int Messages => _sent.Count;

    public async Task RunAsync(CancellationToken ct)
    {
        await PostfachProgram.AddUserAsync(dataFolder, User, Password, ct);
        await PostfachProgram.RunAsync(
            Password, ct, "source", "add", "there", "--account", User, "--protocol", protocol, "--host", "127.0.0.1",
            "--port", provider(protocol).Port.ToString(CultureInfo.InvariantCulture), "--tls", "none", "--user", User, "--password-stdin", "--rule", "delete", "--data", dataFolder);
        for (var kill = 0; kill < kills && Violations.Count == 0; kill++)
        {
            await SendAsync(_random.Next(12), ct);
            await LimitAsync(_random.Next(2) == 0 ? "1K" : "none", ct);
            await FetchAndKillAsync(ct);
            await AuditAsync(isEnd: false, ct);
        }

        await LimitAsync("none", ct);

        // The provider may still hold a session of one that was killed.
        for (var tries = 0; tries < 20 && (await ThereAsync(ct)).Count > 0; tries++)
            await RunToEndAsync(ct);
        await AuditAsync(isEnd: true, ct);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{protocol}: {kills} kills, {Finished} runs ended before; {Messages} messages, {CaughtInTheMiddle} times one was still at the provider after a kill, {PlaceholdersSeen} times there was a placeholder; {Violations.Count} violations\n{string.Join('\n', Violations)}");

    private async Task SendAsync(int count, CancellationToken ct)
    {
        await using var imap = await ImapWire.LogInAsync(provider("imap"), User, Password, ct);
        for (var i = 0; i < count; i++)
        {
            // Some are laid down in several pieces.
            var filler = new string('x', _random.Next(20) == 0 ? _random.Next(2_000_000) : _random.Next(3000));
            var text = $"Subject: {_sent.Count}\r\n\r\n.{filler}\r\n";
            _sent.Add(text);
            await imap.AppendAsync("INBOX", "", Encoding.ASCII.GetBytes(text), ct);
        }
    }

    private Task<string> LimitAsync(string size, CancellationToken ct) => PostfachProgram.RunAsync("", ct, "source", "edit", "there", "--max-size", size, "--data", dataFolder);

    private async Task FetchAndKillAsync(CancellationToken ct)
    {
        using var fetch = PostfachProgram.Start(new Dictionary<string, string>(), "fetch", "there", "--once", "--quiet", "--data", dataFolder);
        var (output, errors) = (fetch.StandardOutput.ReadToEndAsync(ct), fetch.StandardError.ReadToEndAsync(ct));

        // No event to wait for: the moment is to be any.
        await Task.WhenAny(fetch.WaitForExitAsync(ct), Task.Delay(LongestRun * _random.NextDouble(), TimeProvider.System, ct));
        if (fetch.HasExited)
            Finished++;
        else
            fetch.Kill();
        await fetch.WaitForExitAsync(ct);
        await Task.WhenAll(output, errors);
    }

    private async Task RunToEndAsync(CancellationToken ct)
    {
        using var fetch = PostfachProgram.Start(new Dictionary<string, string>(), "fetch", "there", "--once", "--quiet", "--data", dataFolder);
        var (output, errors) = (fetch.StandardOutput.ReadToEndAsync(ct), fetch.StandardError.ReadToEndAsync(ct));
        await fetch.WaitForExitAsync(ct);
        await output;
        if (fetch.ExitCode is not (0 or 75))
            Violations.Add($"fetch ended with {fetch.ExitCode}: {await errors}");
    }

    private async Task AuditAsync(bool isEnd, CancellationToken ct)
    {
        var there = await ThereAsync(ct);
        var all = await HereAsync(ct);
        var here = all.Where(m => !IsPlaceholder(m)).ToList();
        CaughtInTheMiddle += there.Count;
        PlaceholdersSeen += all.Count - here.Count;

        // A placeholder and its message have the same subject, and are not to be here together.
        Violations.AddRange(all.CountBy(SubjectOf).Where(m => m.Value > 1).Select(m => $"{m.Key} is here {m.Value} times"));
        Violations.AddRange(_sent.Except(here).Except(there).Select(m => $"{Name(m)} is lost"));
        Violations.AddRange(here.Except(_sent).Select(m => $"{Name(m)} is here and was never sent"));
        if (isEnd)
            Violations.AddRange(there.Select(m => $"{Name(m)} is still at the provider"));
    }

    private static bool IsPlaceholder(string message) => message.Contains("To have it whole: postfach fetch there --message", StringComparison.Ordinal);

    private static string SubjectOf(string message) => message[..message.IndexOf('\r', StringComparison.Ordinal)];

    private static string Name(string message) => message[..Math.Min(message.Length, 24)].ReplaceLineEndings(" ");

    private async Task<List<string>> ThereAsync(CancellationToken ct)
    {
        await using var imap = await ImapWire.LogInAsync(provider("imap"), User, Password, ct);
        await imap.RunAsync("EXAMINE INBOX", ct);
        var found = await imap.RunAsync("UID FETCH 1:* (BODY.PEEK[])", ct);
        return [.. found.Untagged.SelectMany(u => u.Literals).Select(l => Encoding.ASCII.GetString(l))];
    }

    private async Task<List<string>> HereAsync(CancellationToken ct)
    {
        await using var store = MailStore.Open(new StoreOptions { DataFolder = dataFolder }, TimeProvider.System, NullLoggerFactory.Instance);
        using var lease = await store.OpenAsync(store.Users.List().Single().Account, ct);
        var inbox = await lease.Account.OpenMailboxAsync(MailboxName.Inbox, ct);
        return [.. inbox!.Current.Messages().Select(m =>
        {
            var bytes = new ArrayBufferWriter<byte>();
            lease.Account.Bodies.WriteBytes(m.Body, 0, m.Size, bytes);
            return Encoding.ASCII.GetString(bytes.WrittenSpan);
        })];
    }
}
