using System.Text;
using Postfach.Mail;

namespace Postfach.Files.Tests;

/// <summary>What is exported and imported into an empty account is what it was.</summary>
public sealed class ExportTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Date = new(2019, 7, 5, 23, 59, 58, TimeSpan.FromHours(-7.5));

    private readonly TestAccount _account = new(), _other = new();

    public static TheoryData<ExportFormat> Formats => [ExportFormat.Mbox, ExportFormat.Maildir, ExportFormat.Eml];

    public async ValueTask DisposeAsync()
    {
        await _account.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Bytes_flags_keywords_and_dates_come_back(ExportFormat format)
    {
        for (var i = 0; i < Texts.Length; i++)
            await _account.AppendAsync("INBOX", Latin1(Texts[i]), Flags(i), Date.AddMinutes(i));
        Assert.Equal(new ImportCount(Texts.Length, 0), await _account.ExportAsync(_account["out"], format));
        await _other.ImportAsync(_account["out"]);
        var (before, after) = (await _account.ReadAsync(), await _other.ReadAsync());
        Assert.Equal(before.Select(m => m.Text), after.Select(m => m.Text));
        Assert.Equal(before.Select(m => (m.Flags, m.Date.UtcDateTime)), after.Select(m => (m.Flags, m.Date.UtcDateTime)));
        Assert.Empty(_other.LeftOut);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Mailboxes_of_any_name_come_back(ExportFormat format)
    {
        string[] names = ["INBOX", "A.b", "Entwürfe", "Entwürfe/März & April", "Work.sbd", "Work/2019.mbox", "con", "x:y?", "~a", "日本語/語.eml", "work/a", "Work/a"];
        foreach (var name in names)
            await _account.AppendAsync(name, Latin1($"Subject: x\r\n\r\n{name.Length}\r\n"), FlagSet.Empty, Date);
        await _account.ExportAsync(_account["out"], format);
        await _other.ImportAsync(_account["out"]);
        Assert.Equal(await _account.MailboxesAsync(), await _other.MailboxesAsync());
        foreach (var name in names)
            Assert.Equal((await _account.ReadAsync(name)).Select(m => m.Text), (await _other.ReadAsync(name)).Select(m => m.Text));
    }

    [Theory]
    [InlineData(ExportFormat.Maildir)]
    [InlineData(ExportFormat.Eml)]
    public async Task UIDs_come_back(ExportFormat format)
    {
        for (var i = 0; i < 12; i++)
            await _account.AppendAsync("Work", Latin1($"Subject: {i}\r\n\r\n"), FlagSet.Empty, Date);
        await _account.AppendAsync("INBOX", Latin1("Subject: a\r\n\r\n"), FlagSet.Empty, Date);
        await _account.AppendAsync("INBOX", Latin1("Subject: b\r\n\r\n"), FlagSet.Empty, Date);
        await _account.ExpungeAsync(1);
        await _account.ExportAsync(_account["out"], format);
        await _other.ImportAsync(_account["out"]);
        foreach (var name in new[] { "INBOX", "Work" })
        {
            var (before, after) = (await _account.HeadAsync(name), await _other.HeadAsync(name));
            Assert.Equal((before.UidValidity, before.UidNext), (after.UidValidity, after.UidNext));
            Assert.Equal((await _account.ReadAsync(name)).Select(m => m.Uid), (await _other.ReadAsync(name)).Select(m => m.Uid));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task An_export_that_was_ended_goes_on_when_it_is_run_again(ExportFormat format)
    {
        for (var i = 0; i < 20; i++)
            await _account.AppendAsync("INBOX", Latin1($"Subject: {i}\r\n\r\n"), Flags(i), Date);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _account.ExportAsync(_account["out"], format, stopAfter: 7));
        Assert.Throws<ExportException>(() => ExportFolder.Begin(_account["out"], format, "berta"));
        await _account.ExpungeAsync(3);
        await _account.ExportAsync(_account["out"], format);
        await _other.ImportAsync(_account["out"]);
        Assert.Equal((await _account.ReadAsync()).Select(m => (m.Text, m.Flags)), (await _other.ReadAsync()).Select(m => (m.Text, m.Flags)));

        // Now it is finished, and stays as it is.
        Assert.Throws<ExportException>(() => ExportFolder.Begin(_account["out"], format, "anna"));
        Assert.DoesNotContain(Directory.EnumerateFiles(_account["out"], "*", SearchOption.AllDirectories), f => f.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_keywords_than_letters_come_back_from_a_Maildir()
    {
        var keywords = Enumerable.Range(0, 40).Select(i => Named($"k{i}"));
        await _account.AppendAsync("INBOX", Latin1("Subject: a\r\n\r\n"), FlagSet.Of(MessageFlags.Seen, keywords), Date);
        await _account.ExportAsync(_account["out"], ExportFormat.Maildir);
        await _other.ImportAsync(_account["out"]);
        Assert.Equal((await _account.ReadAsync())[0].Flags, (await _other.ReadAsync())[0].Flags);
    }

    [Theory]
    [InlineData(ExportFormat.Mbox)]
    [InlineData(ExportFormat.Maildir)]
    [InlineData(ExportFormat.Eml)]
    public async Task A_message_that_breaks_off_in_the_store_is_left_out_and_the_others_come(ExportFormat format)
    {
        foreach (var text in new[] { "one", new string('x', 600_000), "three" })
            await _account.AppendAsync("INBOX", Latin1($"Subject: a\r\n\r\n{text}\r\n"), FlagSet.Empty, Date);
        _account.Damage("DELETE FROM body_data WHERE id >> 14 = 2 AND id & 16383 = 1");
        Assert.Equal(new ImportCount(2, 0), await _account.ExportAsync(_account["out"], format));
        Assert.Equal("INBOX, UID 2", Assert.Single(_account.LeftOut).Path);
        await _other.ImportAsync(_account["out"]);
        Assert.Equal(["Subject: a\r\n\r\none\r\n", "Subject: a\r\n\r\nthree\r\n"], (await _other.ReadAsync()).Select(m => m.Text));
    }

    [Fact]
    public async Task An_mbox_message_is_read_by_other_programs_too()
    {
        await _account.AppendAsync("INBOX", Latin1("Subject: a\r\n\r\nFrom here\r\n>From there"), FlagSet.Of(MessageFlags.Seen | MessageFlags.Flagged, Named("$Forwarded")), Date);
        await _account.ExportAsync(_account["out"], ExportFormat.Mbox);
        Assert.Equal(
            "From MAILER-DAEMON Sat Jul 6 07:29:58 2019\nStatus: RO\nX-Status: F\nX-Keywords: $Forwarded\nX-Postfach-Export: 2019-07-05T23:59:58-07:30 open\n"
            + "Subject: a\n\n>From here\n>>From there\n\n",
            await File.ReadAllTextAsync(_account["out/INBOX"], TestAccount.Ct));
    }

    [Fact]
    public void Nothing_is_written_into_a_folder_that_has_something_else()
    {
        _account.Write("out/mine", "x");
        Assert.Throws<ExportException>(() => ExportFolder.Begin(_account["out"], ExportFormat.Maildir, "anna"));
        Assert.Throws<ExportException>(() => ExportFolder.Begin(_account["out/mine"], ExportFormat.Maildir, "anna"));
        Assert.Equal(["mine"], Directory.EnumerateFileSystemEntries(_account["out"]).Select(Path.GetFileName));
    }

    private static string[] Texts =>
    [
        "Subject: a\r\n\r\ntext\r\n",
        "Subject: open\r\n\r\ntext",
        "Subject: bare\r\n\r\na\nb\r\nc\r\r\nd\re\r",
        "Subject: only LF\n\ntext\n",
        "Subject: blank lines\r\n\r\n\r\n\r\n\r\n",
        "Subject: From\r\n\r\nFrom a@b Thu Aug 22 10:45:52 2002\r\nSubject: no\r\n\r\n>From b\r\n>>From\r\n" + new string('>', 3000) + "From c\r\nFro",
        "From a@b Thu Aug 22 10:45:52 2002\r\nStatus: RO\r\nSubject: begins with From\r\n\r\nx\r\n",
        "Status: RO\r\nX-Keywords: hers\r\nContent-Length: 3\r\n\r\nhas fields of its own\r\n",
        "no header at all\r\n",
        "\r\nno header\r\n",
        "Subject: NUL\r\n\r\n\0\u00ff\u0080\r\n",
        "Subject: long\r\n\r\n" + string.Concat(Enumerable.Repeat("From and >From\r\n", 70_000)),
        "Subject: long\r\n\r\n" + string.Concat(Enumerable.Repeat("From\nodd\r", 40_000)),
        "x",
        "\n",
        "\r",
    ];

    private static FlagSet Flags(int i) => FlagSet.Of((MessageFlags)(i * 7 % 32), new[] { Named("$Forwarded"), Named("a/b-c") }.Take(i % 3));

    private static Keyword Named(string name) => Keyword.TryParse(name, out var keyword) ? keyword : throw new FormatException(name);

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}
