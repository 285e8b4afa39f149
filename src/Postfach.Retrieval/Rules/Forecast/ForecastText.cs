using System.Globalization;
using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>A forecast in words, for a person who is about to save a rule. Pure.</summary>
public static class ForecastText
{
    public static IEnumerable<string> Lines(RuleForecast forecast, Language language)
    {
        var isGerman = language == Language.German;
        yield return RuleSentence.Of(RetentionRule.Parse(forecast.Rule), language);
        yield return isGerman
            ? $"Jetzt liegen beim Anbieter {Amount(forecast.There, language)}{Full(forecast.Percent, language)}."
            : $"At the provider there are {Amount(forecast.There, language)}{Full(forecast.Percent, language)} now.";
        yield return "";
        foreach (var (when, amount) in Steps(forecast, isGerman))
            yield return $"  {when,-22}{Amount(amount, language)}";
        yield return "";
        foreach (var line in ForecastPlot.Lines(forecast, language))
            yield return line;
        yield return Caption(forecast, language);
        yield return "";
        foreach (var stay in forecast.Stays)
            yield return $"  {Amount(stay.Amount, language)} {Staying(stay.Cause, language)}";
        foreach (var note in Notes(forecast, language))
            yield return note;
    }

    private static (string, ForecastAmount)[] Steps(RuleForecast forecast, bool isGerman) => isGerman
        ? [("Sofort gehen", forecast.AtOnce), ("binnen eines Tages", forecast.WithinDay), ("binnen einer Woche", forecast.WithinWeek), ("binnen 31 Tagen", forecast.WithinMonth)]
        : [("Going at once", forecast.AtOnce), ("within a day", forecast.WithinDay), ("within a week", forecast.WithinWeek), ("within 31 days", forecast.WithinMonth)];

    private static string Amount(ForecastAmount amount, Language language) =>
        $"{Wording.Number(amount.Messages, language)} {(language, amount.Messages) switch { (Language.German, 1) => "Nachricht", (Language.German, _) => "Nachrichten", (_, 1) => "message", _ => "messages" }}"
        + $" ({Wording.Size(amount.Bytes, language)})";

    private static string Full(double? percent, Language language) =>
        percent is null ? ""
        : language == Language.German ? string.Create(CultureInfo.InvariantCulture, $", und das Postfach ist zu {percent:0} % voll")
        : string.Create(CultureInfo.InvariantCulture, $", and the mailbox is {percent:0}% full");

    private static string Caption(RuleForecast forecast, Language language) => (language, forecast.Days[0].Percent is null) switch
    {
        (Language.German, true) => "Von der Menge, die jetzt dort liegt (wie viel Platz es gibt, sagt der Anbieter nicht).",
        (Language.German, false) => string.Create(CultureInfo.InvariantCulture, $"Vom Platz beim Anbieter; nach 31 Tagen {forecast.Days[^1].Percent:0} %."),
        (_, true) => "Of what is there now (the provider does not say how much room there is).",
        _ => string.Create(CultureInfo.InvariantCulture, $"Of the room at the provider; {forecast.Days[^1].Percent:0}% after 31 days."),
    };

    private static string Staying(StayCause? cause, Language language) => (language, cause) switch
    {
        (Language.German, null) => "gehen erst später.",
        (Language.German, StayCause.NoRule) => "bleiben: nach der Regel löscht sie nichts.",
        (Language.German, StayCause.Unread) => "bleiben, bis sie hier gelesen sind.",
        (Language.German, StayCause.NotDeletedHere) => "bleiben, bis sie hier gelöscht sind.",
        (Language.German, StayCause.Flagged) => "bleiben, solange sie markiert sind.",
        (Language.German, StayCause.Newest) => "bleiben als die neuesten.",
        (Language.German, StayCause.UnderQuota) => "bleiben, bis der Platz dort knapp wird.",
        (Language.German, StayCause.NotHere) => "bleiben, weil sie nicht oder nicht ganz abgeholt werden konnten.",
        (Language.German, StayCause.Marked) => "sind als gelöscht markiert und bleiben, bis der Anbieter oder ein Mailprogramm sie entfernt.",
        (Language.German, _) => "bleiben, weil mit ihnen etwas nicht stimmt.",
        (_, null) => "go later than that.",
        (_, StayCause.NoRule) => "stay: nothing in the rule makes them go.",
        (_, StayCause.Unread) => "stay until they are read here.",
        (_, StayCause.NotDeletedHere) => "stay until they are deleted here.",
        (_, StayCause.Flagged) => "stay as long as they are flagged.",
        (_, StayCause.Newest) => "stay as the newest.",
        (_, StayCause.UnderQuota) => "stay until room gets scarce there.",
        (_, StayCause.NotHere) => "stay because they could not be fetched, or not as a whole.",
        (_, StayCause.Marked) => "are marked as deleted and stay until the provider or a mail program clears them away.",
        _ => "stay because something is wrong with them.",
    };

    private static IEnumerable<string> Notes(RuleForecast forecast, Language language)
    {
        var isGerman = language == Language.German;
        if (forecast.NotFetched > 0)
        {
            yield return isGerman
                ? $"Noch nicht abgeholt: {Wording.Number(forecast.NotFetched, language)}; das zählt, als käme es jetzt."
                : $"Not fetched yet: {Wording.Number(forecast.NotFetched, language)}; that counts as if it came now.";
        }

        if (forecast.Undated > 0)
        {
            yield return isGerman
                ? $"Davon vor dem Abholen ohne Datum: {Wording.Number(forecast.Undated, language)}; das zählt als von heute."
                : $"Of that without a date before it is fetched: {Wording.Number(forecast.Undated, language)}; that counts as of today.";
        }

        yield return isGerman
            ? "Angenommen ist, dass nichts Neues kommt und niemand liest oder löscht. Gelöscht wird nur, was hier sicher liegt."
            : "This assumes that nothing new comes, and that nobody reads or deletes. Only what is safe here is deleted.";
    }
}
