using Postfach.Server.Tests;

namespace Postfach.Peers;

/// <summary>Dovecot answers what the transcripts say, but for what <c>differences.txt</c> lists.</summary>
public sealed class TranscriptTests(DovecotFixture fixture) : IClassFixture<DovecotFixture>
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Transcripts");
    private static readonly string List = Path.Combine(AppContext.BaseDirectory, "differences.txt");

    public static TheoryData<string> All() => [.. Files().Where(f => WhyNot(f) is null)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Dovecot_differs_only_where_the_list_says(string file)
    {
        await fixture.Dovecot.ForgetMailAsync();
        await using var run = new PeerRun(file, Read(file), fixture.Dovecot);
        var found = await run.PlayAsync();
        var listed = PeerDifference.ReadAll(List).Where(d => d.Transcript == file).ToList();
        var unlisted = found.Where(f => !listed.Exists(f.IsSameAs)).ToList();
        var gone = listed.Where(l => !found.Any(l.IsSameAs)).ToList();
        Assert.True(unlisted.Count == 0, $"not in differences.txt:\n\n{string.Join('\n', unlisted)}");
        Assert.True(gone.Count == 0, $"in differences.txt and no longer so:\n\n{string.Join('\n', gone)}");
    }

    [Fact]
    public void Every_difference_says_what_decides() => Assert.All(PeerDifference.ReadAll(List), d => Assert.True(d.IsDecided, d.ToString()));

    [Fact]
    public void Every_difference_belongs_to_a_transcript_that_is_played() =>
        Assert.Empty(PeerDifference.ReadAll(List).Select(d => d.Transcript).Distinct().Except(Files().Where(f => WhyNot(f) is null)));

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => Path.GetRelativePath(Folder, f));

    private static Transcript Read(string file) => Transcript.Read(Path.Combine(Folder, file));

    private static string? WhyNot(string file) => PeerRun.WhyNot(Path.Combine(Folder, file), Read(file));
}
