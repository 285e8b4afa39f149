using Postfach.Server.Imap.Commands;
using Postfach.Server.Lmtp.Commands;
using Postfach.Server.Pop3.Commands;

namespace Postfach.Server.Tests;

/// <summary>Every transcript, in every way its bytes can come.</summary>
public sealed class TranscriptTests
{
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

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Said(string protocol) =>
        Files().Select(Transcript.Read).Where(t => t.Protocol == protocol).SelectMany(t => t.Lines).Where(l => l.Kind == 'C').Select(l => l.Text);

    private static string ImapName(string line)
    {
        var words = line.ToUpperInvariant().Split(' ');
        return words.Length < 2 ? "" : words[1] == "UID" && words.Length > 2 ? $"UID {words[2]}" : words[1];
    }
}
