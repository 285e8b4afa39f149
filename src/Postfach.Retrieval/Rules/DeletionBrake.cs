using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>
/// Stops deletions that nobody can have meant, until a person says so: many at once for what happened here rather than for the time that has passed,
/// an account whose file was put back or is empty, a provider's mailbox that is another one, a clock that may be ahead of time. Downloads go on. Pure.
/// </summary>
internal static class DeletionBrake
{
    // In a mailbox of ten, two that somebody deleted are 20% and no alarm.
    private const int Few = 5;

    // Without a run: then all days of a rule may be over at once, as a clock has it that jumped.
    private static readonly TimeSpan LongPause = TimeSpan.FromDays(30);

    /// <summary>Why the deletions must wait; null: they may be made.</summary>
    /// <param name="earlier">Why they wait already: that stays until a person says otherwise.</param>
    /// <param name="leaving">Those that are to go now, with the cause.</param>
    /// <param name="present">Messages in the provider's mailboxes.</param>
    /// <param name="isEmptyHere">There is no message at all in the account.</param>
    /// <param name="pause">Since the last run that reached its end; null: there was none.</param>
    public static string? Check(SourceSettings settings, string? earlier, IReadOnlyList<FateCause> leaving, int present, bool isEmptyHere, TimeSpan? pause = null)
    {
        if (earlier is not null || leaving.Count == 0)
            return earlier;
        if (isEmptyHere && leaving.Contains(FateCause.DeletedHere))
            return BrakeText.EmptyHere;
        var unforeseen = leaving.Count(c => c is FateCause.DeletedHere or FateCause.AfterRead or FateCause.Quota);
        if (IsMany(unforeseen))
            return BrakeText.AtOnce(unforeseen, present);
        return pause > LongPause && IsMany(leaving.Count) ? BrakeText.AfterPause(leaving.Count, present, pause.Value.Days) : null;

        bool IsMany(int count) => count > settings.BrakeMessages || (count > Few && 100L * count > (long)settings.BrakePercent * present);
    }

    /// <summary>Why nothing may be deleted before a person has looked; null: all is as the last run left it.</summary>
    /// <param name="runsHere">Runs that the account's file knows of.</param>
    public static string? CheckStart(Source source, long runsHere, string identity) =>
        source.State.Identity is { } before && before != identity ? BrakeText.OtherMailbox(before)
        : runsHere < source.Runs ? BrakeText.PutBack
        : runsHere > source.Runs + 1 ? BrakeText.SettingsPutBack // One more is a run that ended as it began
        : null;
}
