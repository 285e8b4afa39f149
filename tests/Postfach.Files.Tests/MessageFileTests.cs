namespace Postfach.Files.Tests;

/// <summary>Folders of message files, Apple Mail's and Thunderbird's.</summary>
public sealed class MessageFileTests : IAsyncDisposable
{
    private const string List = """
        <?xml version="1.0" encoding="UTF-8"?>
        <plist version="1.0"><dict><key>date-received</key><integer>1030013152</integer><key>flags</key><integer>8590195729</integer></dict></plist>
        """;

    private readonly TestAccount _account = new();

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task Folders_of_eml_files_become_mailboxes_in_the_order_of_their_numbers()
    {
        _account.Write("E/10.eml", "Subject: ten\n\nx");
        _account.Write("E/2.EML", "Received: from a by b;\n Thu, 22 Aug 2002 12:45:52 +0200\nDate: Fri, 23 Aug 2002 00:00:00 +0000\nX-Mozilla-Status: 0001\n\nx");
        _account.Write("E/Work/2019/a.eml", "Date: Fri, 23 Aug 2002 00:00:01 +0000\n\n>From me\n");
        _account.Write("E/Work/notes.txt", "no mail");
        Assert.Equal(new ImportCount(3, 0), await _account.ImportAsync(_account["E"]));
        var inbox = await _account.ReadAsync();
        Assert.Equal([(new DateTime(2002, 8, 22, 12, 45, 52), "Seen"), (inbox[1].Date.DateTime, "None")], inbox.Select(m => (m.Date.DateTime, m.Flags)));
        var deep = Assert.Single(await _account.ReadAsync("Work/2019"));
        Assert.Equal((">From me\r\n", 23), (deep.Text[^10..], deep.Date.Day));
        Assert.Equal(new ImportCount(0, 3), await _account.ImportAsync(_account["E"]));
    }

    [Fact]
    public async Task A_single_file_goes_to_the_mailbox_that_is_named()
    {
        await _account.ImportAsync(_account.Write("one.eml", "Subject: a\n\nx"), "Old");
        Assert.Equal("Subject: a\r\n\r\nx", Assert.Single(await _account.ReadAsync("Old")).Text);
    }

    [Fact]
    public async Task Apple_Mails_files_have_a_length_and_a_list_of_properties()
    {
        _account.Write("V10/9A/INBOX.mbox/7B/Data/1/Messages/1.emlx", "14        \nSubject: a\n\nx\n" + List);
        _account.Write("V10/9A/Work.mbox/Old.mbox/7B/Data/Messages/2.emlx", "13\nSubject: b\n\ny" + List);
        _account.Write("V10/9A/Work.mbox/7B/Data/Messages/3.partial.emlx", "13\nSubject: b\n\ny" + List);
        _account.Write("V10/9A/Work.mbox/7B/Data/Messages/4.emlx", "9999\nSubject: b\n\ny" + List);
        Assert.Equal(new ImportCount(2, 0), await _account.ImportAsync(_account["V10"]));
        var message = Assert.Single(await _account.ReadAsync());
        Assert.Equal(("Subject: a\r\n\r\nx\r\n", "Seen, Flagged", 1030013152L), (message.Text, message.Flags, message.Date.ToUnixTimeSeconds()));
        Assert.Equal("Subject: b\r\n\r\ny", Assert.Single(await _account.ReadAsync("Work/Old")).Text);
        Assert.Equal(["3.partial.emlx", "4.emlx"], _account.LeftOut.Select(f => Path.GetFileName(f.Path)));
    }

    [Fact]
    public async Task A_Thunderbird_profile_has_its_accounts_in_its_preferences()
    {
        const string from = "From - Thu Aug 22 10:45:52 2002\n";
        _account.Write(
            "P/prefs.js",
            """
            // Mozilla User Preferences
            user_pref("mail.accountmanager.defaultaccount", "account1");
            user_pref("mail.account.account1.server", "server1");
            user_pref("mail.server.server1.directory-rel", "[ProfD]Mail/pop.example.org");
            user_pref("mail.server.server1.hostname", "pop.example.org");
            user_pref("mail.server.server2.directory-rel", "[ProfD]Mail/Local Folders");
            user_pref("mail.server.server2.name", "Local Folders");
            """);
        _account.Write("P/Mail/pop.example.org/Inbox", $"{from}X-Mozilla-Status: 0001\n\nx\n\n{from}X-Mozilla-Status: 0009\n\ngone\n");
        _account.Write("P/Mail/pop.example.org/Inbox.msf", "index");
        _account.Write("P/Mail/pop.example.org/Work.sbd/2019", $"{from}Subject: b\n\ny\n");
        _account.Write("P/Mail/Local Folders/Archive", $"{from}Subject: c\nX-Mozilla-Keys: $label1 later\n\nz\n");
        Assert.Equal(new ImportCount(3, 0), await _account.ImportAsync(_account["P"]));
        Assert.Equal("Seen", Assert.Single(await _account.ReadAsync()).Flags);
        Assert.Single(await _account.ReadAsync("Work/2019"));
        Assert.Equal("None $label1 later", Assert.Single(await _account.ReadAsync("Local Folders/Archive")).Flags);
        Assert.Empty(_account.LeftOut);
    }

    [Fact]
    public async Task A_Thunderbird_profile_whose_preferences_name_none_of_its_accounts_is_a_folder_of_mbox_files()
    {
        _account.Write("P/prefs.js", "user_pref(\"mail.server.server1.directory\", \"/elsewhere\");");
        _account.Write("P/Mail/Local Folders/Archive", "From - Thu Aug 22 10:45:52 2002\nSubject: c\n\nz\n");
        Assert.Equal(new ImportCount(1, 0), await _account.ImportAsync(_account["P"]));
        Assert.Single(await _account.ReadAsync("Mail/Local Folders/Archive"));
    }

    [Fact]
    public void What_is_no_mail_is_not_recognised()
    {
        _account.Write("N/readme.txt", "text");
        Assert.Null(SourceReader.Recognise(_account["N"]));
        Assert.Null(SourceReader.Recognise(_account["N/readme.txt"]));
        Assert.Null(SourceReader.Recognise(_account["missing"]));
    }
}
