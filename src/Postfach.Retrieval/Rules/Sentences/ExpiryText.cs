using System.Globalization;
using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>A provider that deletes by itself, in words. RFC 2449 §6.7.</summary>
public static class ExpiryText
{
    /// <param name="days">0: what was fetched goes at once.</param>
    public static string Of(int days, Language language) => (days, language) switch
    {
        (0, Language.German) => "Der Anbieter behält nichts, was per POP3 abgeholt wurde: er darf es sofort löschen (EXPIRE 0).",
        (0, _) => "The provider keeps nothing that was fetched by POP3: it may delete it at once (EXPIRE 0).",
        (_, Language.German) => string.Create(CultureInfo.InvariantCulture, $"Der Anbieter löscht von selbst nach {days} Tagen, was per POP3 dort liegen blieb (EXPIRE)."),
        _ => string.Create(CultureInfo.InvariantCulture, $"The provider deletes by itself what was left there by POP3, after {days} days (EXPIRE)."),
    };

    /// <summary>What is wrong with a rule at a provider that deletes by itself; null: no copy is wanted there for longer.</summary>
    public static string? Warning(RetentionRule rule, int days, Language language) => !WantsLonger(rule, TimeSpan.FromDays(days)) ? null
        : language == Language.German ? $"{Of(days, language)} Die Regel lässt Kopien länger dort, als sie bleiben: verlassen Sie sich nicht auf sie."
        : $"{Of(days, language)} The rule leaves copies there for longer than they last: do not count on them.";

    // All go in time only where each goes for the time that has passed, and nothing holds one back.
    private static bool WantsLonger(RetentionRule rule, TimeSpan last) =>
        rule.AfterDownload is not { } after || after > last || rule.OlderThan > last || rule.KeepNewest is not null || rule.NeverFlagged;
}
