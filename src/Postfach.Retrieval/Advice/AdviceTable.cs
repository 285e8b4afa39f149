namespace Postfach.Retrieval;

/// <summary>The choices side by side: what each is called, what it wins and what it costs.</summary>
public static class AdviceTable
{
    public static IReadOnlyList<(AdviceChoice Choice, string Name, string Wins, string Costs)> Rows(Language language) =>
        [.. Enum.GetValues<AdviceChoice>().Select(c => language == Language.German ? German(c) : English(c))];

    public static string NameOf(AdviceChoice choice, Language language) => Rows(language).First(r => r.Choice == choice).Name;

    private static (AdviceChoice, string, string, string) English(AdviceChoice choice) => choice switch
    {
        AdviceChoice.Pop3Delete => (choice, "POP3, and delete", "The provider's mailbox stays empty; all mail is on your disk.", "One device alone; its disk has the only copy from the first minute."),
        AdviceChoice.Pop3Week => (choice, "POP3, and a week", "All mail is on your disk, and a week of it is still at the provider.", "One device alone; read and answered are not shared; after a week the disk has the only copy."),
        AdviceChoice.Imap => (choice, "IMAP", "All devices see the same; a lost device loses nothing; nothing to run.", "It grows until the quota; who deletes, deletes for all; the provider can lock you out."),
        AdviceChoice.ImapArchive => (choice, "IMAP, and an archive in Postfach", "All devices see the same, and a copy of everything is out of reach of a wrong key.", "It grows until the quota; a machine must run for the archive."),
        AdviceChoice.Postfach => (choice, "Postfach in the middle", "All devices and people see the same, the provider's mailbox stays small, the mail is yours.", "A machine must run, and somebody has to look after its backups."),
        _ => throw new ArgumentOutOfRangeException(nameof(choice)),
    };

    private static (AdviceChoice, string, string, string) German(AdviceChoice choice) => choice switch
    {
        AdviceChoice.Pop3Delete => (choice, "POP3 und löschen", "Das Postfach beim Anbieter bleibt leer; alle Post liegt auf Ihrer Platte.", "Nur ein Gerät; seine Platte hat von der ersten Minute an die einzige Kopie."),
        AdviceChoice.Pop3Week => (choice, "POP3 und eine Woche", "Alle Post liegt auf Ihrer Platte, und eine Woche davon noch beim Anbieter.", "Nur ein Gerät; Gelesen und Beantwortet sind nicht gemeinsam; nach einer Woche hat die Platte die einzige Kopie."),
        AdviceChoice.Imap => (choice, "IMAP", "Alle Geräte sehen dasselbe; ein verlorenes Gerät verliert nichts; nichts zu betreiben.", "Es wächst, bis der Platz voll ist; wer löscht, löscht für alle; der Anbieter kann Sie aussperren."),
        AdviceChoice.ImapArchive => (choice, "IMAP und ein Archiv in Postfach", "Alle Geräte sehen dasselbe, und von allem liegt eine Kopie, die keine falsche Taste erreicht.", "Es wächst, bis der Platz voll ist; für das Archiv muss ein Rechner laufen."),
        AdviceChoice.Postfach => (choice, "Postfach dazwischen", "Alle Geräte und Menschen sehen dasselbe, das Postfach beim Anbieter bleibt klein, die Post gehört Ihnen.", "Ein Rechner muss laufen, und jemand muss sich um seine Sicherungen kümmern."),
        _ => throw new ArgumentOutOfRangeException(nameof(choice)),
    };
}
