namespace Postfach.Retrieval;

/// <summary>Why deletions wait for a person, as it is kept and as it is told.</summary>
internal static class BrakeText
{
    public const string EmptyHere = "the account here is empty";

    public const string PutBack = "the account here is new, or an older copy of it was put back";

    private const string Another = "it is another mailbox than before (";

    public static string AtOnce(int leaving, int present) => $"{leaving} of {present} messages would be deleted at once for what happened here";

    public static string OtherMailbox(string before) => $"{Another}{before})";

    public static string In(Language language, string brake) => language == Language.English ? brake
        : brake == EmptyHere ? "das Konto hier ist leer"
        : brake == PutBack ? "das Konto hier ist neu, oder eine ältere Kopie davon wurde zurückgespielt"
        : brake.StartsWith(Another, StringComparison.Ordinal) ? $"es ist ein anderes Postfach als vorher ({brake[Another.Length..]}"
        : brake.Split(' ') is [var leaving, "of", var present, "messages", ..] ? $"{leaving} von {present} Nachrichten würden auf einmal gelöscht, wegen etwas, das hier geschah"
        : brake;
}
