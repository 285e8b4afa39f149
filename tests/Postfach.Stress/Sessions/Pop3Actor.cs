using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Postfach.Stress.Model;

namespace Postfach.Stress.Sessions;

/// <summary>Reads and deletes by POP3 beside the others.</summary>
internal sealed partial class Pop3Actor(AccountModel account, StressSettings settings, StressReport report)
{
    private const int Keeps = 10;

    private readonly Random _random = new(settings.Seed);
    private readonly HashSet<string> _deleted = [];
    private readonly Dictionary<string, string> _hashes = [];

    public async Task WorkAsync(int sessions, Func<bool> mustStop, CancellationToken ct)
    {
        for (var i = 0; i < sessions && !mustStop() && settings.Server.Pop3 is not null; i++)
        {
            await using var pop3 = await Pop3Wire.LogInAsync(settings.Server.Pop3, account.User.Name, account.User.Password, ct);
            report.Counted("POP3 session");
            try
            {
                await RunSessionAsync(pop3, ct);
            }
            catch (Exception e) when (e is RefusedException or IOException && account.AnythingMayBeGone(AccountModel.Inbox))
            {
                // A server may say no, or end the session, when a message is gone.
                report.Counted("POP3 session refused");
            }
        }
    }

    private async Task RunSessionAsync(Pop3Wire pop3, CancellationToken ct)
    {
        var count = await pop3.CountAsync(ct);
        var names = await NamesAsync(pop3, ct);
        if (names.Count != count)
            throw new RuleBrokenException(Rule.Pop3Count, $"STAT counts {count}, UIDL {names.Count}");
        if (names.Find(_deleted.Contains) is { } again)
            throw new RuleBrokenException(Rule.Pop3Deleted, again);
        var deleted = new List<string>();
        for (var i = 0; i < 4 && count > 0; i++)
        {
            var number = _random.Next(count) + 1;
            if (!deleted.Contains(names[number - 1]) && await ReadAsync(pop3, number, names[number - 1], ct) is { } marker && count - deleted.Count > Keeps)
            {
                account.MayPop(marker);
                await pop3.RunAsync($"DELE {number}", ct);
                deleted.Add(names[number - 1]);
            }
        }

        // RFC 1939 §6: without QUIT nothing is deleted.
        if (_random.Next(4) == 0)
            return;
        await pop3.RunAsync("QUIT", ct);
        _deleted.UnionWith(deleted);
    }

    private static async Task<List<string>> NamesAsync(Pop3Wire pop3, CancellationToken ct)
    {
        var lines = Encoding.Latin1.GetString(await pop3.ReadAsync("UIDL", ct)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < lines.Length; i++)
        {
            if (int.Parse(lines[i].Split(' ')[0], CultureInfo.InvariantCulture) != i + 1)
                throw new RuleBrokenException(Rule.Pop3Count, $"line {i + 1} of UIDL is {lines[i]}");
        }

        return [.. lines.Select(l => l.Split(' ')[1])];
    }

    /// <returns>The message's marker.</returns>
    private async Task<string?> ReadAsync(Pop3Wire pop3, int number, string name, CancellationToken ct)
    {
        report.Counted("RETR");
        var bytes = await pop3.ReadAsync($"RETR {number}", ct);
        var hash = Convert.ToHexString(SHA256.HashData(bytes));
        if (!_hashes.TryAdd(name, hash) && _hashes[name] != hash)
            throw new RuleBrokenException(Rule.Pop3Bytes, name);
        return MarkerLine().Match(Encoding.Latin1.GetString(bytes)) is { Success: true } match ? match.Groups[1].Value : null;
    }

    [GeneratedRegex("^X-Stress: (m[0-9]{9})", RegexOptions.Multiline)]
    private static partial Regex MarkerLine();
}
