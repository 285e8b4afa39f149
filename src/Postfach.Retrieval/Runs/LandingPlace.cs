using System.Globalization;
using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>Where a message lands: a mailbox's name with <c>{year}</c> and <c>{month}</c> in it.</summary>
public static class LandingPlace
{
    public static MailboxName Of(string template, DateTimeOffset date) => MailboxName.Parse(template
        .Replace("{year}", date.Year.ToString("0000", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{month}", date.Month.ToString("00", CultureInfo.InvariantCulture), StringComparison.Ordinal));

    /// <summary>Why a template gives no mailbox's name; null: it does.</summary>
    public static string? WhyNot(string template) =>
        MailboxName.TryParse(template.Replace("{year}", "2000", StringComparison.Ordinal).Replace("{month}", "01", StringComparison.Ordinal), out _, out var why)
            ? HasUnknown(template) ? "only {year} and {month} can stand in it" : null
            : why;

    private static bool HasUnknown(string template) =>
        template.Replace("{year}", "", StringComparison.Ordinal).Replace("{month}", "", StringComparison.Ordinal).AsSpan().ContainsAny('{', '}');
}
