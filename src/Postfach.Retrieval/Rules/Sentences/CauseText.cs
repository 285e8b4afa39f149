using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Why a copy goes, or went, as it follows a colon.</summary>
internal static class CauseText
{
    // What happens within a run was at once.
    private static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(1);

    public static string Of(LedgerEntry entry, CopyFate.Goes goes, Language language)
    {
        var isGerman = language == Language.German;

        // Of what had to grow old, the time since the fetching tells nothing.
        var at = goes.WaitsForAge ? DateTimeOffset.MinValue : goes.At;
        var cause = goes.Cause switch
        {
            FateCause.AfterDownload => After(at - entry.Fetched, isGerman ? "sie liegt hier sicher" : "it is safe here", isGerman ? "nach dem Abholen" : "after it was fetched", language),
            FateCause.AfterRead => After(
                at - Extremes.Max(entry.Read ?? entry.Fetched, entry.Fetched), isGerman ? "sie wurde hier gelesen" : "it was read here", isGerman ? "nach dem Lesen hier" : "after it was read here", language),
            FateCause.DeletedHere => isGerman ? "sie wurde hier gelöscht" : "it was deleted here",
            FateCause.Big => Big(entry, at - entry.Fetched, language),
            FateCause.Old => isGerman ? "sie ist alt genug" : "it is old enough",
            FateCause.Quota => isGerman ? "das Postfach dort ist zu voll" : "the mailbox there is too full",
            FateCause.InTrash => isGerman ? "ihre Zeit im Papierkorb dort ist um" : "its time in the Trash there is over",
            _ => throw new ArgumentOutOfRangeException(nameof(goes)),
        };
        return !goes.WaitsForAge ? cause
            : isGerman ? $"{cause}, und erst dann ist sie {Wording.About(goes.At - entry.Dated, language)} alt"
            : $"{cause}, and only then is it {Wording.About(goes.At - entry.Dated, language)} old";
    }

    private static string Big(LedgerEntry entry, TimeSpan after, Language language)
    {
        var size = Wording.Size(entry.Size, language);
        return language == Language.German
            ? After(after, $"sie ist groß ({size})", $"nach dem Abholen, denn sie ist groß ({size})", language)
            : After(after, $"it is big ({size})", $"after it was fetched, as it is big ({size})", language);
    }

    private static string After(TimeSpan time, string atOnce, string what, Language language) => time < AtOnce ? atOnce : $"{Wording.About(time, language)} {what}";
}
