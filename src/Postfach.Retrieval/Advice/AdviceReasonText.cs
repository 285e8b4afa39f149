using System.Globalization;

namespace Postfach.Retrieval;

/// <summary>Reasons as sentences.</summary>
public static class AdviceReasonText
{
    public static string Of(AdviceReason reason, AccountProbe? probe, Language language) => language == Language.German ? German(reason, probe) : English(reason, probe);

    private static string English(AdviceReason reason, AccountProbe? probe) => reason switch
    {
        AdviceReason.PeopleShare => "Several people need one truth: what is read and answered must show for all, or somebody answers twice.",
        AdviceReason.DevicesShare => "Several devices need one truth: with POP3 each of them would show the same mail as new.",
        AdviceReason.OneDevice => "One device and one person need nothing that is shared.",
        AdviceReason.LittleRoom => "There is little room at the provider, so the mail cannot stay there.",
        AdviceReason.NearlyFull => string.Create(CultureInfo.InvariantCulture, $"The provider's mailbox is {probe?.QuotaPercent:0}% full already."),
        AdviceReason.EnoughRoom => "There is room enough at the provider.",
        AdviceReason.MustBeKept => "What must be kept needs a copy that no wrong key and no provider can take away.",
        AdviceReason.OnOwnDisk => "All of it lies on a disk of your own, also without the internet.",
        AdviceReason.ProgramsKeepCopies => "Without the internet it is there as well: mail programs can keep a copy of IMAP mailboxes (the setting is below).",
        AdviceReason.WeekIsNet => "The week at the provider is a net: a disk that breaks within it loses nothing new.",
        AdviceReason.MailElsewhere => string.Create(CultureInfo.InvariantCulture, $"There is mail in {probe?.FilledMailboxes} mailboxes at the provider; POP3 would see INBOX alone."),
        AdviceReason.CannotLeave => "By POP3 nothing can be left there for a week: the provider does not keep it, or gives it no names by which it is not fetched twice.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    private static string German(AdviceReason reason, AccountProbe? probe) => reason switch
    {
        AdviceReason.PeopleShare => "Mehrere Menschen brauchen eine gemeinsame Wahrheit: was gelesen und beantwortet ist, müssen alle sehen, sonst antwortet jemand doppelt.",
        AdviceReason.DevicesShare => "Mehrere Geräte brauchen eine gemeinsame Wahrheit: mit POP3 wäre dieselbe Post auf jedem neu.",
        AdviceReason.OneDevice => "Ein Gerät und ein Mensch brauchen nichts Gemeinsames.",
        AdviceReason.LittleRoom => "Beim Anbieter ist wenig Platz, die Post kann also nicht dort bleiben.",
        AdviceReason.NearlyFull => string.Create(CultureInfo.InvariantCulture, $"Das Postfach beim Anbieter ist schon zu {probe?.QuotaPercent:0} % voll."),
        AdviceReason.EnoughRoom => "Beim Anbieter ist Platz genug.",
        AdviceReason.MustBeKept => "Was aufbewahrt werden muss, braucht eine Kopie, die keine falsche Taste und kein Anbieter wegnehmen kann.",
        AdviceReason.OnOwnDisk => "Alles liegt auf einer eigenen Platte, auch ohne Internet.",
        AdviceReason.ProgramsKeepCopies => "Auch ohne Internet ist sie da: Mailprogramme können von IMAP-Postfächern eine Kopie behalten (die Einstellung steht unten).",
        AdviceReason.WeekIsNet => "Die Woche beim Anbieter ist ein Netz: geht die Platte in dieser Zeit kaputt, ist nichts Neues verloren.",
        AdviceReason.MailElsewhere => string.Create(CultureInfo.InvariantCulture, $"Beim Anbieter liegt Post in {probe?.FilledMailboxes} Ordnern; POP3 sähe nur den Posteingang."),
        AdviceReason.CannotLeave => "Per POP3 kann dort nichts eine Woche liegen bleiben: der Anbieter behält es nicht, oder er gibt ihm keine Namen, an denen man es wiedererkennt.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
