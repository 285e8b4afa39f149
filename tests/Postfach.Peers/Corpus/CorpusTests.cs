using Postfach.Testing.Corpus;

namespace Postfach.Peers.Corpus;

/// <summary>
/// Dovecot says of odd messages what Postfach says, but for what <c>corpus-differences.txt</c> lists. With the variable <c>POSTFACH_CORPUS</c> the messages are
/// those of that folder of files or mbox instead, and the list of what differs is in the failure.
/// </summary>
public sealed class CorpusTests(DovecotFixture dovecot, PostfachFixture postfach) : IClassFixture<DovecotFixture>, IClassFixture<PostfachFixture>
{
    private const string Variable = "POSTFACH_CORPUS";

    private static readonly string List = Path.Combine(AppContext.BaseDirectory, "corpus-differences.txt");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dovecot_tells_of_each_message_what_Postfach_tells()
    {
        await dovecot.Dovecot.ForgetMailAsync();
        await using var ours = await ImapWire.LogInAsync(postfach.Serve.EndPoint("imap"), PostfachFixture.User, PostfachFixture.Password, Ct);
        await using var theirs = await ImapWire.LogInAsync(dovecot.Dovecot.EndPoint("imap"), "anna", "secret", Ct);
        foreach (var imap in new[] { ours, theirs })
            await imap.RunAsync("SELECT INBOX", Ct);
        var comparison = new CorpusComparison(ours, theirs);
        var found = new List<CorpusDifference>();
        var messages = Messages();
        foreach (var message in messages)
            found.AddRange(await comparison.CompareAsync(message, Ct));
        TestContext.Current.TestOutputHelper?.WriteLine($"{messages.Count} messages, {comparison.Compared} items, {found.Count} differ");

        var listed = CorpusDifference.ReadAll(List).Where(l => messages.Exists(m => m.Name == l.Message)).ToList();
        var unlisted = found.Where(f => !listed.Exists(f.IsSameAs)).ToList();
        var gone = listed.Where(l => !found.Exists(l.IsSameAs)).ToList();
        Assert.True(unlisted.Count == 0, $"{unlisted.Count} of {comparison.Compared} items not in corpus-differences.txt:\n\n{string.Join('\n', unlisted)}");
        Assert.True(gone.Count == 0, $"in corpus-differences.txt and no longer so:\n\n{string.Join('\n', gone)}");
    }

    [Fact]
    public void Every_difference_says_what_decides() => Assert.DoesNotContain(CorpusDifference.ReadAll(List), d => d.Decides is "" or "?");

    private static List<CorpusMessage> Messages() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
            ? [.. CorpusFiles.Read(path)]
            : [.. CorpusFiles.Read(Path.Combine(AppContext.BaseDirectory, "odd")), .. OddOnTheWire.Messages.Where(m => m.Bytes.Length < 500_000)];
}
