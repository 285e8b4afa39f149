using System.Globalization;

namespace Postfach.Retrieval;

/// <summary>Warnings as sentences.</summary>
public static class AdviceWarningText
{
    public static string Of(AdviceWarning warning, AccountProbe? probe, Language language) => language == Language.German ? German(warning, probe) : English(warning, probe);

    private static string English(AdviceWarning warning, AccountProbe? probe) => warning switch
    {
        AdviceWarning.OthersDelete =>
            "Look at every other program and device that still fetches this mailbox by POP3: Outlook deletes there at once, Thunderbird after 14 days, unless you have said otherwise.",
        AdviceWarning.OutlookCloud => "The new Outlook for Windows, and Outlook for phones, copy your password and your mail into Microsoft's cloud. If you do not want that, take another program.",
        AdviceWarning.OnlyCopy => "The mail program's disk will have the only copy: make backups of it.",
        AdviceWarning.DeletesForAll => "Who deletes on one device deletes on all of them, and at the provider.",
        AdviceWarning.OwnMachine => "Postfach's machine must run, and needs backups: 'postfach export' makes one.",
        AdviceWarning.LawNeedsMore => "Some laws ask for more than a copy (that nobody can change it, and that this can be proved): ask somebody who knows yours.",
        AdviceWarning.ProviderDeletes => ExpiryText.Of(probe?.ExpireDays ?? 0, Language.English),
        AdviceWarning.ProviderWantsRest => string.Create(CultureInfo.InvariantCulture, $"The provider wants {probe?.LoginDelaySeconds} seconds between two log-ins (LOGIN-DELAY): set programs to look no more often than that."),
        AdviceWarning.NoPush => "The provider cannot tell of new mail (no IDLE): programs see it only when they look.",
        AdviceWarning.QuotaUnknown => "How full the mailbox is the provider does not say: look at its web page before you leave much there.",
        _ => throw new ArgumentOutOfRangeException(nameof(warning)),
    };

    private static string German(AdviceWarning warning, AccountProbe? probe) => warning switch
    {
        AdviceWarning.OthersDelete =>
            "Sehen Sie jedes andere Programm und Gerät an, das dieses Postfach noch per POP3 abholt: Outlook löscht dort sofort, Thunderbird nach 14 Tagen, wenn Sie nichts anderes gesagt haben.",
        AdviceWarning.OutlookCloud => "Das neue Outlook für Windows und Outlook auf Telefonen kopieren Ihr Passwort und Ihre Post in Microsofts Cloud. Wenn Sie das nicht wollen, nehmen Sie ein anderes Programm.",
        AdviceWarning.OnlyCopy => "Die Platte des Mailprogramms hat dann die einzige Kopie: sichern Sie sie.",
        AdviceWarning.DeletesForAll => "Wer auf einem Gerät löscht, löscht auf allen, und beim Anbieter.",
        AdviceWarning.OwnMachine => "Der Rechner mit Postfach muss laufen und braucht Sicherungen: 'postfach export' macht eine.",
        AdviceWarning.LawNeedsMore => "Manche Gesetze verlangen mehr als eine Kopie (dass niemand sie ändern kann, und dass das belegbar ist): fragen Sie jemanden, der Ihres kennt.",
        AdviceWarning.ProviderDeletes => ExpiryText.Of(probe?.ExpireDays ?? 0, Language.German),
        AdviceWarning.ProviderWantsRest => string.Create(CultureInfo.InvariantCulture, $"Der Anbieter will {probe?.LoginDelaySeconds} Sekunden zwischen zwei Anmeldungen (LOGIN-DELAY): lassen Sie Programme nicht öfter nachsehen."),
        AdviceWarning.NoPush => "Der Anbieter kann neue Post nicht melden (kein IDLE): Programme sehen sie erst, wenn sie nachsehen.",
        AdviceWarning.QuotaUnknown => "Wie voll das Postfach ist, sagt der Anbieter nicht: sehen Sie auf seiner Webseite nach, bevor Sie viel dort lassen.",
        _ => throw new ArgumentOutOfRangeException(nameof(warning)),
    };
}
