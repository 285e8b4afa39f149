using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Rules;

/// <summary>Rules and fates in words.</summary>
public sealed class SentenceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private static readonly LedgerEntry Entry = new(
        "1", 5 << 20, default, new BodyId(1), Now, Now.AddDays(-2), Read: null, DeletedHere: null, IsFlagged: false, CopyState.There, Now, Reason: null);

    [Theory]
    [InlineData("leave", "Nothing is ever deleted at the provider.", "Beim Anbieter wird nie etwas gelöscht.")]
    [InlineData("delete", "A message is deleted at the provider as soon as it is safe here.", "Eine Nachricht wird beim Anbieter gelöscht, sobald sie hier sicher liegt.")]
    [InlineData("delete-after=7d", "A message is deleted at the provider 7 days after it was fetched.", "Eine Nachricht wird beim Anbieter gelöscht, 7 Tage nachdem sie abgeholt wurde.")]
    [InlineData("delete-after-read=1d", "A message is deleted at the provider 1 day after it was read here.", "Eine Nachricht wird beim Anbieter gelöscht, 1 Tag nachdem sie hier gelesen wurde.")]
    [InlineData("delete-after-read=0d", "A message is deleted at the provider as soon as it is read here.", "Eine Nachricht wird beim Anbieter gelöscht, sobald sie hier gelesen ist.")]
    [InlineData(
        "bigger-than=10M:12h", "A message bigger than 10 MB is deleted at the provider 12 hours after it was fetched.",
        "Eine Nachricht von mehr als 10 MB wird beim Anbieter gelöscht, 12 Stunden nachdem sie abgeholt wurde.")]
    [InlineData(
        "older-than=365d", "A message is deleted at the provider once it is safe here and 365 days old.",
        "Eine Nachricht wird beim Anbieter gelöscht, sobald sie hier sicher liegt und 365 Tage alt ist.")]
    [InlineData(
        "delete-when-deleted-here older-than=30d", "A message is deleted at the provider as soon as it is deleted here. None goes before it is 30 days old.",
        "Eine Nachricht wird beim Anbieter gelöscht, sobald sie hier gelöscht ist. Keine geht, bevor sie 30 Tage alt ist.")]
    [InlineData(
        "delete-after=7d delete-after-read=1d bigger-than=1536K:0d",
        "A message is deleted at the provider 7 days after it was fetched, 1 day after it was read here or if it is bigger than 1.5 MB, as soon as it is safe here, whichever comes first.",
        "Eine Nachricht wird beim Anbieter gelöscht, 7 Tage nachdem sie abgeholt wurde, 1 Tag nachdem sie hier gelesen wurde oder wenn sie größer als 1,5 MB ist, sobald sie hier sicher liegt, je nachdem, was zuerst eintritt.")]
    [InlineData(
        "until-quota=60%", "As soon as the mailbox at the provider is 60% full, the oldest messages are deleted there, as many as it takes.",
        "Sobald das Postfach beim Anbieter zu 60 % voll ist, werden dort die ältesten Nachrichten gelöscht, so viele wie nötig.")]
    [InlineData(
        "delete-after=7d until-quota=60% keep-newest=100 never-flagged via-trash=14d",
        "A message is deleted at the provider 7 days after it was fetched. Where the mailbox there is still 60% full then, the oldest go, as many as it takes. "
        + "The newest 100 of each mailbox and flagged messages always stay. What goes lies in the Trash there for 14 days first.",
        "Eine Nachricht wird beim Anbieter gelöscht, 7 Tage nachdem sie abgeholt wurde. Ist das Postfach dort dann noch zu 60 % voll, gehen die ältesten, so viele wie nötig. "
        + "Die 100 neuesten jedes Postfachs und markierte Nachrichten bleiben immer. Was geht, liegt dort erst 14 Tage im Papierkorb.")]
    [InlineData(
        "delete keep-newest=1", "A message is deleted at the provider as soon as it is safe here. The newest one of each mailbox always stays.",
        "Eine Nachricht wird beim Anbieter gelöscht, sobald sie hier sicher liegt. Die neueste jedes Postfachs bleibt immer.")]
    public void A_rule_is_a_sentence(string rule, string english, string german)
    {
        Assert.Equal(english, RuleSentence.Of(RetentionRule.Parse(rule), Language.English));
        Assert.Equal(german, RuleSentence.Of(RetentionRule.Parse(rule), Language.German));
    }

    public static TheoryData<LedgerEntry, CopyFate?, string, string> Fates => new()
    {
        { Entry, new CopyFate.Stays(StayCause.Flagged), "It stays at the provider because it is flagged.", "Sie bleibt beim Anbieter, weil sie markiert ist." },
        { Entry, new CopyFate.Stays(StayCause.Unread), "It stays at the provider because nobody has read it here yet.", "Sie bleibt beim Anbieter, weil sie hier noch niemand gelesen hat." },
        { Entry, new CopyFate.Stays(StayCause.NoRule), "It stays at the provider because nothing in the rule makes it go.", "Sie bleibt beim Anbieter, weil nach der Regel nichts sie löscht." },
        {
            Entry with { Reason = CopyReason.Damaged }, new CopyFate.Stays(StayCause.Doubt),
            "It stays at the provider because something is wrong: its bytes here are not those that came: the disk is damaged.",
            "Sie bleibt beim Anbieter, weil etwas nicht stimmt: ihre Bytes hier sind nicht die, die gekommen sind: der Datenträger ist beschädigt."
        },
        {
            Entry, new CopyFate.Goes(Now.AddDays(7), FateCause.AfterDownload),
            "It goes on Friday, 4 December: 7 days after it was fetched.", "Sie wird dort am Freitag, 4. Dezember gelöscht: 7 Tage nach dem Abholen."
        },
        { Entry, new CopyFate.Goes(Now.AddHours(3), FateCause.AfterDownload), "It goes today at 15:00: 3 hours after it was fetched.", "Sie wird dort heute um 15:00 Uhr gelöscht: 3 Stunden nach dem Abholen." },
        { Entry, new CopyFate.Goes(Now, FateCause.AfterDownload), "It goes at the next run: it is safe here.", "Sie wird dort beim nächsten Lauf gelöscht: sie liegt hier sicher." },
        { Entry, new CopyFate.Goes(Now, FateCause.DeletedHere), "It goes at the next run: it was deleted here.", "Sie wird dort beim nächsten Lauf gelöscht: sie wurde hier gelöscht." },
        {
            Entry, new CopyFate.Goes(Now.AddDays(40), FateCause.DeletedHere, WaitsForAge: true),
            "It goes on Wednesday, 6 January 2027: it was deleted here, and only then is it 42 days old.",
            "Sie wird dort am Mittwoch, 6. Januar 2027 gelöscht: sie wurde hier gelöscht, und erst dann ist sie 42 Tage alt."
        },
        {
            Entry, new CopyFate.Goes(Now.AddDays(1), FateCause.Big),
            "It goes on Saturday, 28 November: 1 day after it was fetched, as it is big (5 MB).", "Sie wird dort am Samstag, 28. November gelöscht: 1 Tag nach dem Abholen, denn sie ist groß (5 MB)."
        },
        {
            Entry with { State = CopyState.InTrash }, new CopyFate.Goes(Now.AddDays(3), FateCause.InTrash),
            "It lies in the Trash there and goes for good on Monday, 30 November.", "Sie liegt dort im Papierkorb und wird am Montag, 30. November endgültig gelöscht."
        },
        {
            Entry with { State = CopyState.Deleted, Fetched = Now.AddDays(-10), Changed = Now.AddDays(-3), Reason = "AfterDownload" }, null,
            "Deleted there on Tuesday, 24 November: 7 days after it was fetched.", "Dort gelöscht am Dienstag, 24. November: 7 Tage nach dem Abholen."
        },
        { Entry with { State = CopyState.Deleted, Changed = Now.AddDays(-400) }, null, "Deleted there on Thursday, 23 October 2025.", "Dort gelöscht am Donnerstag, 23. Oktober 2025." },
        {
            Entry with { State = CopyState.Vanished, Changed = Now.AddDays(-1) }, null,
            "Went without us, as was seen on Thursday, 26 November: another program or device, or the provider, has deleted it there.",
            "Ohne uns verschwunden, bemerkt am Donnerstag, 26. November: ein anderes Programm oder Gerät oder der Anbieter hat sie dort gelöscht."
        },
        {
            Entry with { State = CopyState.Refused, Body = null, Reason = CopyReason.Refused("no such message") }, new CopyFate.Stays(StayCause.NotHere),
            "It could not be fetched: the provider does not give it: no such message.", "Sie konnte nicht abgeholt werden: der Anbieter gibt sie nicht her: no such message."
        },
        {
            Entry with { Reason = CopyReason.Short(900, 800) }, new CopyFate.Stays(StayCause.Doubt),
            "It stays at the provider because something is wrong: the provider said 900 bytes and gave 800.",
            "Sie bleibt beim Anbieter, weil etwas nicht stimmt: der Anbieter hat 900 Bytes angekündigt und 800 gegeben."
        },
        {
            Entry with { State = CopyState.Placeholder }, new CopyFate.Stays(StayCause.NotHere),
            "It stays at the provider because only its header was fetched: it is too big.", "Sie bleibt beim Anbieter, weil nur ihr Kopf abgeholt wurde: sie ist zu groß."
        },
    };

    [Theory]
    [MemberData(nameof(Fates))]
    public void A_fate_is_a_sentence(LedgerEntry entry, CopyFate? fate, string english, string german)
    {
        Assert.Equal(english, FateSentence.Of(entry, fate, Now, Language.English));
        Assert.Equal(german, FateSentence.Of(entry, fate, Now, Language.German));
    }
}
