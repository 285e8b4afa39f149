using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>
/// Stops deletions that nobody can have meant, until a person says so: many at once for what happened here rather than for the time that has passed,
/// an account whose file was put back or is empty, a provider's mailbox that is another one. Downloads go on. Pure.
/// </summary>
internal static class DeletionBrake
{
    // In a mailbox of ten, two that somebody deleted are 20% and no alarm.
    private const int Few = 5;

    /// <summary>Why the deletions must wait; null: they may be made.</summary>
    /// <param name="earlier">Why they wait already: that stays until a person says otherwise.</param>
    /// <param name="leaving">Those that are to go now, with the cause.</param>
    /// <param name="present">Messages in the provider's mailboxes.</param>
    /// <param name="isEmptyHere">There is no message at all in the account.</param>
    public static string? Check(SourceSettings settings, string? earlier, IReadOnlyList<FateCause> leaving, int present, bool isEmptyHere)
    {
        if (earlier is not null || leaving.Count == 0)
            return earlier;
        if (isEmptyHere && leaving.Contains(FateCause.DeletedHere))
            return BrakeText.EmptyHere;
        var unforeseen = leaving.Count(c => c is FateCause.DeletedHere or FateCause.AfterRead or FateCause.Quota);
        return unforeseen > settings.BrakeMessages || (unforeseen > Few && 100L * unforeseen > (long)settings.BrakePercent * present)
            ? BrakeText.AtOnce(unforeseen, present)
            : null;
    }

    /// <summary>Why nothing may be deleted before a person has looked; null: all is as the last run left it.</summary>
    /// <param name="runsHere">Runs that the account's file knows of.</param>
    public static string? CheckStart(Source source, long runsHere, string identity) =>
        source.State.Identity is { } before && before != identity ? BrakeText.OtherMailbox(before)
        : runsHere < source.Runs ? BrakeText.PutBack
        : null;
}
