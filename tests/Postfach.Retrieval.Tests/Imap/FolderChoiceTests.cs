using System.Collections.Immutable;
using Postfach.Mail;

namespace Postfach.Retrieval.Tests.Imap;

public sealed class FolderChoiceTests
{
    private static readonly LocalMailboxes Here = new(
        new HashSet<string> { "INBOX", "Gesendet", "Entwürfe" }, new Dictionary<SpecialUse, string> { [SpecialUse.Sent] = "Gesendet", [SpecialUse.Drafts] = "Entwürfe" });

    private static readonly RemoteFolder[] Usual =
    [
        Folder("Work"), Folder("Sent Items", SpecialUse.Sent), Folder("Drafts", SpecialUse.Drafts), Folder("Papierkorb", SpecialUse.Trash), Folder("INBOX"), Folder("Work/2026"),
    ];

    private static readonly RemoteFolder[] Gmail =
    [
        Folder("INBOX"), Folder("Kunden"), Folder("[Gmail]/All Mail", SpecialUse.All) with { HoldsAll = true }, Folder("[Gmail]/Sent Mail", SpecialUse.Sent),
        Folder("[Gmail]/Spam", SpecialUse.Junk), Folder("[Gmail]/Trash", SpecialUse.Trash), Folder("[Gmail]/Starred", SpecialUse.Flagged),
    ];

    [Fact]
    public void INBOX_comes_first_and_special_uses_land_in_the_mailboxes_of_the_account() => Assert.Equal(
        ["INBOX>INBOX", "Drafts>Entwürfe", "Papierkorb>Trash", "Sent Items>Gesendet", "Work>Work", "Work/2026>Work/2026"], Choose(Usual));

    [Fact]
    public void Patterns_choose_and_those_with_a_mark_leave_out()
    {
        Assert.Equal(["Work>Work"], Choose(Usual, mailboxes: ["W%"]));
        Assert.Equal(["Work>Work", "Work/2026>Work/2026"], Choose(Usual, mailboxes: ["Work*"]));
        Assert.Equal(["INBOX>INBOX", "Sent Items>Gesendet", "Work>Work"], Choose(Usual, mailboxes: ["!Drafts", "!Trash", "!Work/*"]));
        Assert.Equal(["INBOX>INBOX", "Sent Items>Gesendet"], Choose(Usual, mailboxes: ["inbox", "Sent"]));
    }

    [Fact]
    public void Mappings_name_mailboxes_or_uses_and_a_dash_leaves_there() => Assert.Equal(
        ["INBOX>Arbeit/{year}", "Sent Items>Gesendet/alt", "Work>Kunden"],
        Choose(Usual, into: "Arbeit/{year}", mailboxes: ["!Work/*"], folders: ["\\Sent=Gesendet/alt", "Work=Kunden", "Drafts=-", "Trash=-"]));

    [Fact]
    public void Names_that_clash_or_are_not_allowed_are_changed_visibly() => Assert.Equal(
        ["INBOX>INBOX", "Sent>Gesendet", "GESENDET>GESENDET (2)", "Work>Work", "a%b>a_b", "work>work (2)", "x{year}>x_year_"],
        Choose([Folder("work"), Folder("INBOX"), Folder("Sent", SpecialUse.Sent), Folder("GESENDET"), Folder("Work"), Folder("a%b"), Folder("x{year}")]));

    [Fact]
    public void Gmail_is_fetched_by_the_mailbox_that_has_all_of_it()
    {
        Assert.Equal(["[Gmail]/All Mail>Archive"], Choose(Gmail));
        Assert.Equal(["[Gmail]/All Mail>Archive", "[Gmail]/Spam>Junk"], Choose(Gmail, mailboxes: ["*", "Junk"]));
        Assert.Equal(["INBOX>INBOX", "Kunden>Kunden"], Choose(Gmail, mailboxes: ["INBOX", "Kunden"]));
        var all = FolderChoice.Of(Settings(), Gmail, Here)[0];
        Assert.Equal("INBOX", all.Of(Labelled("\\Inbox", "Kunden")));
        Assert.Equal("Gesendet", all.Of(Labelled("\\Sent", "Kunden")));
        Assert.Equal("Kunden", all.Of(Labelled("\\Important", "Kunden")));
        Assert.Equal("Archive", all.Of(Labelled("\\Starred")));
    }

    [Fact]
    public void The_Trash_that_deletions_go_through_is_looked_at_even_where_it_is_not_fetched() => Assert.Equal(
        ["INBOX>INBOX", "Papierkorb>"], Choose(Usual, mailboxes: ["INBOX"], rule: "delete-after=7d via-trash=3d"));

    [Theory]
    [InlineData("Gesendet", SpecialUse.Sent)]
    [InlineData("envoyés", SpecialUse.Sent)]
    [InlineData("Отправленные", SpecialUse.Sent)]
    [InlineData("送信済み", SpecialUse.Sent)]
    [InlineData("Papierkorb", SpecialUse.Trash)]
    [InlineData("Corbeille", SpecialUse.Trash)]
    [InlineData("Concepten", SpecialUse.Drafts)]
    [InlineData("Skräppost", SpecialUse.Junk)]
    [InlineData("Archivio", SpecialUse.Archive)]
    [InlineData("Rechnungen", SpecialUse.None)]
    public void Well_known_names_tell_a_use(string name, SpecialUse use) => Assert.Equal(use, SpecialUseNames.Of(name));

    private static RemoteMessage Labelled(params string[] labels) => new(1, "1", 1, Place: GmailLabels.PlaceOf(labels, Gmail));

    private static RemoteFolder Folder(string name, SpecialUse use = SpecialUse.None) => new(name, name.Split('/'), use);

    private static SourceSettings Settings(string into = "INBOX", string rule = "leave", ImmutableArray<string>? mailboxes = null, ImmutableArray<string>? folders = null) => new()
    {
        Protocol = SourceProtocol.Imap, Host = "h", Port = 1, User = "u", Into = into, Rule = RetentionRule.Parse(rule), Mailboxes = mailboxes ?? [], Folders = folders ?? [],
    };

    private static IEnumerable<string> Choose(
        RemoteFolder[] remote, string into = "INBOX", string rule = "leave", ImmutableArray<string>? mailboxes = null, ImmutableArray<string>? folders = null) =>
        FolderChoice.Of(Settings(into, rule, mailboxes, folders), remote, Here).Select(l => $"{l.Folder.Name}>{l.Into}");
}
