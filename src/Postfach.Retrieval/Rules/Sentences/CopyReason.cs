using System.Globalization;

namespace Postfach.Retrieval;

/// <summary>Reasons that the ledger keeps, as they are written and as they are told. What a provider said itself stays in its own words.</summary>
internal static class CopyReason
{
    public const string Damaged = "its bytes here are not those that came: the disk is damaged";

    public const string OtherMessage = "the provider shows another message under its id";

    public const string NoTrash = "the provider has no Trash it could go through, or cannot move it there";

    public const string MovedToTrash = "moved to the provider's Trash";

    public const string Marked = "marked as deleted there, as the provider deletes no messages alone (no UIDPLUS)";

    public const string TooBig = "it is bigger than a message may be here (Limits:MessageBytes), and than the provider said";

    public const string NoBytes = "the provider has no bytes of it (NIL)";

    public const string NotThere = "the provider lists it and does not give it";

    public const string Expired = "the provider deletes by itself what lies there for long (EXPIRE)";

    public const string OnlyHeader = "only its header is here";

    public const string Wanted = "somebody here wants it whole";

    private const string And = "; ";

    private const string NotGiven = "the provider does not give it: ";

    private static readonly Dictionary<string, string> InGerman = new(StringComparer.Ordinal)
    {
        [OnlyHeader] = "nur ihr Kopf ist hier",
        [Damaged] = "ihre Bytes hier sind nicht die, die gekommen sind: der Datenträger ist beschädigt",
        [OtherMessage] = "der Anbieter zeigt unter ihrer Kennung eine andere Nachricht",
        [NoTrash] = "der Anbieter hat keinen Papierkorb, durch den sie gehen könnte, oder kann sie nicht dorthin verschieben",
        [MovedToTrash] = "in den Papierkorb des Anbieters verschoben",
        [NoBytes] = "der Anbieter hat keine Bytes von ihr (NIL)",
        [NotThere] = "der Anbieter führt sie auf und gibt sie nicht her",
        [TooBig] = "sie ist größer, als eine Nachricht hier sein darf (Limits:MessageBytes), und als der Anbieter gesagt hat",
    };

    public static string Refused(string answer) => NotGiven + answer;

    /// <summary>The provider has deleted it by itself; what else was to be said of it is kept.</summary>
    public static string ExpiredWith(string? other) => other is null ? Expired : Expired + And + other;

    public static bool IsExpired(string? reason) => reason?.StartsWith(Expired, StringComparison.Ordinal) == true;

    /// <summary>What is to be said of a copy that was thought to be gone and is there: null: nothing.</summary>
    public static string? WhenBack(string? reason) =>
        !IsExpired(reason) ? reason : reason!.Length > Expired.Length ? reason[(Expired.Length + And.Length)..] : null;

    public static string Short(long? said, long given) => string.Create(CultureInfo.InvariantCulture, $"the provider said {said} bytes and gave {given}");

    public static string In(Language language, string reason) =>
        language == Language.English ? reason
        : InGerman.TryGetValue(reason, out var german) ? german
        : reason.StartsWith(NotGiven, StringComparison.Ordinal) ? $"der Anbieter gibt sie nicht her: {reason[NotGiven.Length..]}"
        : reason.Split(' ') is ["the", "provider", "said", var said, "bytes", "and", "gave", var given] ? $"der Anbieter hat {said} Bytes angekündigt und {given} gegeben"
        : reason;
}
