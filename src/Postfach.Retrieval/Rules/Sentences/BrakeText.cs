namespace Postfach.Retrieval;

/// <summary>Why deletions wait for a person, as it is kept and as it is told.</summary>
internal static class BrakeText
{
    public const string EmptyHere = "the account here is empty";

    public const string PutBack = "the account here is new, or an older copy of it was put back";

    public const string SettingsPutBack = "postfach.db is older than the account here: rules, and what was confirmed, may be older ones";

    private const string Another = "it is another mailbox than before (";

    public static string AtOnce(int leaving, int present) => $"{leaving} of {present} messages would be deleted at once for what happened here";

    public static string AfterPause(int leaving, int present, int days) => $"{leaving} of {present} messages would be deleted at once, as the last run was {days} days ago by the clock";

    public static string OtherMailbox(string before) => $"{Another}{before})";

    public static string In(Language language, string brake) => language == Language.English ? brake
        : brake == EmptyHere ? "das Konto hier ist leer"
        : brake == PutBack ? "das Konto hier ist neu, oder eine ältere Kopie davon wurde zurückgespielt"
        : brake == SettingsPutBack ? "postfach.db ist älter als das Konto hier: Regeln, und was bestätigt wurde, können ältere sein"
        : brake.StartsWith(Another, StringComparison.Ordinal) ? $"es ist ein anderes Postfach als vorher ({brake[Another.Length..]}"
        : brake.Split(' ') is [var due, "of", var there, .., var days, "days", "ago", "by", "the", "clock"]
            ? $"{due} von {there} Nachrichten würden auf einmal gelöscht, da der letzte Lauf nach der Uhr {days} Tage her ist"
        : brake.Split(' ') is [var leaving, "of", var present, "messages", ..] ? $"{leaving} von {present} Nachrichten würden auf einmal gelöscht, wegen etwas, das hier geschah"
        : brake;
}
