using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What becomes of a copy at the provider, or became of it, in words. Pure.</summary>
public static class FateSentence
{
    /// <param name="fate">What the rule says; null where the copy is not there any more, or no rule was asked.</param>
    /// <param name="now">In the zone in which days are named.</param>
    public static string Of(LedgerEntry entry, CopyFate? fate, DateTimeOffset now, Language language) =>
        language == Language.German ? German(entry, fate, now) : English(entry, fate, now);

    private static string English(LedgerEntry entry, CopyFate? fate, DateTimeOffset now)
    {
        return (entry.State, fate) switch
        {
            (CopyState.Deleted, _) when entry.Reason == CopyReason.MovedToTrash => $"Moved to the Trash there {On(entry.Changed)}.",
            (CopyState.Deleted, _) => $"Deleted there {On(entry.Changed)}{Past(entry, Language.English)}.",
            (CopyState.Vanished, _) when CopyReason.IsExpired(entry.Reason) => $"Deleted there by the provider itself, as was seen {On(entry.Changed)}: it does not keep mail for longer (EXPIRE).",
            (CopyState.Vanished, _) => $"Went without us, as was seen {On(entry.Changed)}: another program or device, or the provider, has deleted it there.",
            (CopyState.Refused, _) => $"It could not be fetched: {CopyReason.In(Language.English, entry.Reason ?? "the provider did not give it")}.",
            (CopyState.Placeholder, _) when entry.Reason == CopyReason.Wanted => "Only its header is here; the next run fetches it whole.",
            (CopyState.Placeholder, _) => "It stays at the provider because only its header was fetched: it is too big.",
            (_, CopyFate.Stays(var cause)) => $"It stays at the provider because {StayText.English(entry, cause)}.",
            (CopyState.Deleting, CopyFate.Goes) => $"Its deletion was asked for {On(entry.Changed)} and is not confirmed; the next run looks whether it is gone.",
            (CopyState.InTrash, CopyFate.Goes(var at, _, _)) when at > now => $"It lies in the Trash there and goes for good {On(at)}.",
            (_, CopyFate.Goes goes) => $"It goes {(goes.At > now ? On(goes.At) : "at the next run")}: {CauseText.Of(entry, goes, Language.English)}.",
            _ => "It is at the provider.",
        };

        string On(DateTimeOffset at) => Wording.On(at, now, Language.English);
    }

    private static string German(LedgerEntry entry, CopyFate? fate, DateTimeOffset now)
    {
        return (entry.State, fate) switch
        {
            (CopyState.Deleted, _) when entry.Reason == CopyReason.MovedToTrash => $"Dort {On(entry.Changed)} in den Papierkorb verschoben.",
            (CopyState.Deleted, _) => $"Dort gelöscht {On(entry.Changed)}{Past(entry, Language.German)}.",
            (CopyState.Vanished, _) when CopyReason.IsExpired(entry.Reason) => $"Vom Anbieter selbst dort gelöscht, bemerkt {On(entry.Changed)}: länger behält er keine Post (EXPIRE).",
            (CopyState.Vanished, _) => $"Ohne uns verschwunden, bemerkt {On(entry.Changed)}: ein anderes Programm oder Gerät oder der Anbieter hat sie dort gelöscht.",
            (CopyState.Refused, _) => $"Sie konnte nicht abgeholt werden: {CopyReason.In(Language.German, entry.Reason ?? "der Anbieter gab sie nicht her")}.",
            (CopyState.Placeholder, _) when entry.Reason == CopyReason.Wanted => "Nur ihr Kopf liegt hier; der nächste Lauf holt sie ganz ab.",
            (CopyState.Placeholder, _) => "Sie bleibt beim Anbieter, weil nur ihr Kopf abgeholt wurde: sie ist zu groß.",
            (_, CopyFate.Stays(var cause)) => $"Sie bleibt beim Anbieter, weil {StayText.German(entry, cause)}.",
            (CopyState.Deleting, CopyFate.Goes) => $"Ihre Löschung wurde {On(entry.Changed)} verlangt und ist nicht bestätigt; der nächste Lauf sieht nach, ob sie weg ist.",
            (CopyState.InTrash, CopyFate.Goes(var at, _, _)) when at > now => $"Sie liegt dort im Papierkorb und wird {On(at)} endgültig gelöscht.",
            (_, CopyFate.Goes goes) => $"Sie wird dort {(goes.At > now ? On(goes.At) : "beim nächsten Lauf")} gelöscht: {CauseText.Of(entry, goes, Language.German)}.",
            _ => "Sie liegt beim Anbieter.",
        };

        string On(DateTimeOffset at) => Wording.On(at, now, Language.German);
    }

    // The cause was written down when it went; how long it took is what lies between the dates.
    private static string Past(LedgerEntry entry, Language language) =>
        Enum.TryParse<FateCause>(entry.Reason, out var cause) && Enum.IsDefined(cause) ? ": " + CauseText.Of(entry, new CopyFate.Goes(entry.Changed, cause), language) : "";
}
