using System.Globalization;
using System.Text.RegularExpressions;

namespace Postfach.Server.Tests.Imap;

/// <summary>A client that believes what it is told, and nothing else: how many messages there are, and the flags of those it has heard of.</summary>
internal sealed partial class ClientModel(TestClient client)
{
    private readonly List<SortedSet<string>?> _flags = [];
    private int _tag;
    private int _fetched;

    public int Count => _flags.Count;

    /// <summary>The flags of each message, as far as they were told.</summary>
    public IReadOnlyList<string?> Flags => [.. _flags.Select(f => f is null ? null : string.Join(' ', f))];

    /// <summary>What was told in spite of RFC 9051 §7.5.1 or against what was told before.</summary>
    public List<string> Faults { get; } = [];

    public async Task SelectAsync()
    {
        _flags.Clear();
        await SayAsync("SELECT INBOX");
        await SayAsync("FETCH 1:* FLAGS");
    }

    /// <summary>Changes flags without an answer, and changes them here in the same way.</summary>
    public Task StoreSilentlyAsync(int number, bool add, string flag)
    {
        if (_flags[number - 1] is { } known)
            _ = add ? known.Add(flag) : known.Remove(flag);
        return SayAsync($"STORE {number} {(add ? '+' : '-')}FLAGS.SILENT ({flag})");
    }

    public async Task SayAsync(string command)
    {
        var tag = $"t{++_tag}";
        await client.SayAsync($"{tag} {command}\r\n");
        var mayExpunge = !command.StartsWith("FETCH", StringComparison.Ordinal) && !command.StartsWith("STORE", StringComparison.Ordinal);
        while (await client.HearAsync() is { } line && !line.StartsWith(tag + " ", StringComparison.Ordinal))
            Hear(line, mayExpunge, command);
    }

    private void Hear(string line, bool mayExpunge, string command)
    {
        if (Numbered().Match(line) is not { Success: true } told)
        {
            // Behind a body's literal.
            if (_fetched > 0 && !line.StartsWith('*') && FlagList().Match(line) is { Success: true } behind)
                _flags[_fetched - 1] = SetOf(behind);
            return;
        }

        var number = int.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture);
        _fetched = told.Groups[2].Value == "FETCH" && number <= Count ? number : 0;
        switch (told.Groups[2].Value)
        {
            case "EXISTS" when number < Count:
            case "EXPUNGE" when number > Count || !mayExpunge:
            case "FETCH" when number > Count:
                Faults.Add($"{line} with {Count} messages, during {command}");
                break;
            case "EXISTS":
                while (Count < number)
                    _flags.Add(null);
                break;
            case "EXPUNGE":
                _flags.RemoveAt(number - 1);
                break;
            case "FETCH" when FlagList().Match(line) is { Success: true } flags:
                _flags[number - 1] = SetOf(flags);
                break;
        }
    }

    // \Recent is no flag of the message, but of the session that shows it.
    private static SortedSet<string> SetOf(Match flags) =>
        new(flags.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(f => f != "\\Recent"), StringComparer.Ordinal);

    [GeneratedRegex(@"^\* ([0-9]+) (EXISTS|EXPUNGE|FETCH)")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"FLAGS \(([^)]*)\)")]
    private static partial Regex FlagList();
}
