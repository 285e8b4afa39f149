using System.Text.RegularExpressions;

namespace Postfach.Server.Tests.Imap;

/// <summary>A client that takes in what it is told of its searches has what a search would find. RFC 5267 §4.3.</summary>
public sealed partial class ContextTests
{
    private const string Keys = "UTF-8 UNFLAGGED UNKEYWORD gone";

    private static readonly string[] Searches = [$"UID SORT RETURN (UPDATE ALL) (SUBJECT REVERSE SIZE) {Keys}", $"SORT RETURN (UPDATE ALL) (REVERSE SUBJECT) {Keys}", $"UID SEARCH RETURN (UPDATE ALL) CHARSET {Keys}"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_told_adds_up_to_what_is_found(int seed)
    {
        await using var server = await TestServer.StartAsync();
        await server.AppendAsync("INBOX", 10);
        var (watcher, other) = (await server.ImapAsync(), await server.ImapAsync());
        var results = new Dictionary<string, List<uint>>();
        for (var i = 0; i < Searches.Length; i++)
            await AskAsync(watcher, $"s{i}", Searches[i], results);
        var random = new Random(seed);
        for (var step = 0; step < 60; step++)
        {
            // The other changes something, or the watcher does.
            var who = random.Next(3) == 0 ? watcher : other;
            await AskAsync(who, $"c{step}", Change(random), who == watcher ? results : []);
            if (random.Next(2) == 0)
                continue;
            await AskAsync(watcher, $"n{step}", "NOOP", results);
            for (var i = 0; i < Searches.Length; i++)
            {
                var fresh = new Dictionary<string, List<uint>>();
                await AskAsync(watcher, $"f{step}", Searches[i].Replace("UPDATE ", "", StringComparison.Ordinal), fresh);

                // RFC 5267 §4.3.3: in the order of the mailbox the client puts them itself; and a set of sequence numbers moves with each expunge.
                if (i == 1)
                    Assert.Equal(fresh[$"f{step}"].Count, results["s1"].Count);
                else
                    Assert.Equal(fresh[$"f{step}"], i == 0 ? results["s0"] : results["s2"].Order());
            }
        }
    }

    private static string Change(Random random) => random.Next(6) switch
    {
        0 or 1 => Append(random),
        2 => $"UID STORE {random.Next(1, 40)}:{random.Next(1, 40)} +FLAGS.SILENT (\\Flagged)",
        3 => $"UID STORE {random.Next(1, 40)}:{random.Next(1, 40)} -FLAGS (\\Flagged gone)",
        4 => $"UID STORE {random.Next(1, 40)} +FLAGS (\\Deleted gone)",
        _ => "EXPUNGE",
    };

    private static string Append(Random random)
    {
        var message = $"Subject: {(char)('a' + random.Next(5))}\r\n\r\n{new string('x', random.Next(20))}\r\n";
        return $"APPEND INBOX {{{message.Length}+}}\r\n{message}";
    }

    /// <summary>Says a command, and takes in what the answer tells of results.</summary>
    private static async Task AskAsync(TestClient client, string tag, string command, Dictionary<string, List<uint>> results)
    {
        await client.SayAsync($"{tag} {command}\r\n");
        while (await client.HearAsync() is { } line)
        {
            if (line.StartsWith($"{tag} ", StringComparison.Ordinal))
            {
                Assert.StartsWith($"{tag} OK", line, StringComparison.Ordinal);
                return;
            }

            if (Esearch().Match(line) is not { Success: true } about)
                continue;
            var list = results.TryGetValue(about.Groups[1].Value, out var known) ? known : results[about.Groups[1].Value] = [];
            foreach (Match item in Item().Matches(line))
                TakeIn(list, item.Groups[1].Value, item.Groups[2].Value.Trim('(', ')').Split(' '));
        }
    }

    private static void TakeIn(List<uint> list, string what, string[] words)
    {
        if (what == "ALL")
            list.AddRange(Numbers(words[0]));
        for (var i = 0; what != "ALL" && i < words.Length; i += 2)
        {
            var place = int.Parse(words[i], System.Globalization.CultureInfo.InvariantCulture);
            var numbers = Numbers(words[i + 1]).ToList();
            if (what == "ADDTO")
            {
                list.InsertRange(place == 0 ? list.Count : place - 1, numbers);
                continue;
            }

            // By sequence numbers those before it have moved since: what is removed is told by its place.
            if (place == 0)
                Assert.Equal(numbers.Count, list.RemoveAll(numbers.Contains));
            else
                list.RemoveRange(place - 1, numbers.Count);
        }
    }

    private static IEnumerable<uint> Numbers(string set) => set.Split(',').SelectMany(range =>
    {
        var ends = range.Split(':').Select(n => uint.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range((int)ends[0], (int)(ends[^1] - ends[0] + 1)).Select(n => (uint)n);
    });

    [GeneratedRegex("^\\* ESEARCH \\(TAG \"([^\"]+)\"\\)")]
    private static partial Regex Esearch();

    [GeneratedRegex(" (ALL|ADDTO|REMOVEFROM) (\\([^)]*\\)|[0-9:,]+)")]
    private static partial Regex Item();
}
