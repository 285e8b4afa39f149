using Postfach.Protocol.Imap.Responses;
using Postfach.Server.Imap.Commands;
using Postfach.Server.Lmtp.Commands;
using Postfach.Server.Pop3.Commands;

namespace Postfach.Server.Tests;

/// <summary>Every transcript, in every way its bytes can come.</summary>
public sealed class TranscriptTests
{
    /// <summary>Codes for what goes wrong inside the server, which no client can bring about; their tests are beside the sessions.</summary>
    private static readonly string[] Faults = ["SERVERBUG", "UNAVAILABLE"];

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Transcripts");

    public static TheoryData<string, TranscriptMode> All()
    {
        var data = new TheoryData<string, TranscriptMode>();
        foreach (var path in Files())
        {
            var transcript = Transcript.Read(path);
            foreach (var mode in Enum.GetValues<TranscriptMode>().Where(m => m != TranscriptMode.Pipelined || transcript.CanPipeline))
                data.Add(Path.GetRelativePath(Folder, path), mode);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public Task The_server_answers_as_written(string file, TranscriptMode mode) => TranscriptRun.PlayAsync(Transcript.Read(Path.Combine(Folder, file)), mode);

    [Fact]
    public void Every_transcript_names_what_it_follows() =>
        Assert.All(Files(), f => Assert.StartsWith("# RFC ", File.ReadLines(f).First(), StringComparison.Ordinal));

    [Fact]
    public void Every_IMAP_command_has_a_transcript() =>
        Assert.Empty(ImapCommandTable.Rows.Keys.Except(Said("imap").Select(ImapName)));

    [Fact]
    public void Every_POP3_command_has_a_transcript() =>
        Assert.Empty(Pop3CommandTable.Rows.Values.Select(r => r.Name).Except(Said("pop3").Select(l => l.Split(' ')[0].ToUpperInvariant())));

    [Fact]
    public void Every_LMTP_command_has_a_transcript() =>
        Assert.Empty(LmtpCommandTable.Rows.Values.Select(r => r.Name).Except(Said("lmtp").Select(l => l.Split(' ')[0].ToUpperInvariant())));

    [Theory]
    [InlineData("imap")]
    [InlineData("pop3")]
    [InlineData("lmtp")]
    public void What_is_announced_is_shown_by_a_transcript_and_the_other_way_round(string protocol)
    {
        var transcripts = Files().Select(Transcript.Read).Where(t => t.Protocol == protocol).ToList();
        Assert.Equal(transcripts.SelectMany(Announced).Distinct().Order(StringComparer.Ordinal), transcripts.SelectMany(t => t.Shows).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_IMAP_response_code_has_a_transcript()
    {
        var words = typeof(ImapCode).GetFields().Select(f => f.GetValue(null)).OfType<ImapCode.Word>().Select(w => w.Name);
        var others = typeof(ImapCode).GetNestedTypes().Where(t => t != typeof(ImapCode.Word)).Select(t => t.Name.ToUpperInvariant());
        var heard = Heard("imap").SelectMany(l => l.Split(' ', ']')).Where(w => w.StartsWith('[')).Select(w => w[1..]).ToHashSet();
        Assert.Equal([], words.Concat(others).Except(heard).Except(Faults));
    }

    [Theory]
    [InlineData("[IN-USE]")]
    [InlineData("[AUTH]")]
    [InlineData("[SYS/TEMP]")]
    public void Every_POP3_response_code_has_a_transcript(string code) => Assert.Contains(Heard("pop3"), l => l.StartsWith($"-ERR {code} ", StringComparison.Ordinal));

    // What stands behind CAPABILITY, in the answer to CAPA, and in that to LHLO.
    private static IEnumerable<string> Announced(Transcript transcript)
    {
        const string capability = "CAPABILITY ";
        var asked = "";
        foreach (var line in transcript.Lines)
        {
            if (line.Kind == 'C')
                asked = line.Text.Split(' ')[0];
            var announced = (transcript.Protocol, asked) switch
            {
                _ when line.Kind != 'S' => [],
                ("imap", _) when line.Text.Contains(capability, StringComparison.Ordinal) => line.Text.Split(capability)[1].Split(']')[0].Split(' '),
                ("pop3", "CAPA") when line.Text != "." && !line.Text.StartsWith('+') => [line.Text.Split(' ')[0]],
                ("lmtp", "LHLO") when line.Text.StartsWith("250", StringComparison.Ordinal) && line.Text != "250-mx.example.net" => [line.Text[4..].Split(' ')[0]],
                _ => Array.Empty<string>(),
            };
            foreach (var word in announced)
            {
                if (word != "...")
                    yield return word;
            }
        }
    }

    private static IEnumerable<string> Heard(string protocol) =>
        Files().Select(Transcript.Read).Where(t => t.Protocol == protocol).SelectMany(t => t.Lines).Where(l => l.Kind == 'S').Select(l => l.Text);

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Said(string protocol) =>
        Files().Select(Transcript.Read).Where(t => t.Protocol == protocol).SelectMany(t => t.Lines).Where(l => l.Kind == 'C').Select(l => l.Text);

    private static string ImapName(string line)
    {
        var words = line.ToUpperInvariant().Split(' ');
        return words.Length < 2 ? "" : words[1] == "UID" && words.Length > 2 ? $"UID {words[2]}" : words[1];
    }
}
