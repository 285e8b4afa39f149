using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What is recommended, why, and what to mind.</summary>
public sealed record Advice(AdviceChoice Choice, IReadOnlyList<AdviceReason> Reasons, IReadOnlyList<AdviceWarning> Warnings)
{
    // What is as full as this is full soon.
    private const double NearlyFull = 80;

    /// <summary>Decides. Pure.</summary>
    /// <param name="probe">Null: nobody has looked; the answers alone decide.</param>
    public static Advice Of(AdviceAnswers answers, AccountProbe? probe)
    {
        var choice = Choose(answers, probe);
        return new Advice(choice, [.. ReasonsFor(choice, answers, probe)], [.. WarningsFor(choice, answers, probe)]);
    }

    private static AdviceChoice Choose(AdviceAnswers answers, AccountProbe? probe)
    {
        var lacksRoom = LacksRoom(answers, probe);
        if (answers.People)
            return AdviceChoice.Postfach;
        if (answers.KeepByLaw)
            return lacksRoom ? AdviceChoice.Postfach : AdviceChoice.ImapArchive;
        if (answers.Devices || HasMailElsewhere(probe))
            return lacksRoom ? AdviceChoice.Postfach : AdviceChoice.Imap;
        return lacksRoom || !CanLeave(probe) ? AdviceChoice.Pop3Delete : AdviceChoice.Pop3Week;
    }

    private static IEnumerable<AdviceReason> ReasonsFor(AdviceChoice choice, AdviceAnswers answers, AccountProbe? probe)
    {
        if (answers.People)
            yield return AdviceReason.PeopleShare;
        if (answers.Devices)
            yield return AdviceReason.DevicesShare;
        if (answers is { People: false, Devices: false })
            yield return AdviceReason.OneDevice;
        if (answers.KeepByLaw)
            yield return AdviceReason.MustBeKept;
        if (IsNearlyFull(probe))
            yield return AdviceReason.NearlyFull;
        else if (answers.SmallQuota)
            yield return AdviceReason.LittleRoom;
        else if (choice is AdviceChoice.Pop3Week or AdviceChoice.Imap or AdviceChoice.ImapArchive)
            yield return AdviceReason.EnoughRoom;
        if (HasMailElsewhere(probe) && choice is AdviceChoice.Imap or AdviceChoice.Postfach)
            yield return AdviceReason.MailElsewhere;
        if (choice == AdviceChoice.Pop3Delete && !CanLeave(probe))
            yield return AdviceReason.CannotLeave;
        if (choice == AdviceChoice.Pop3Week)
            yield return AdviceReason.WeekIsNet;
        if (answers.Offline)
            yield return choice is AdviceChoice.Imap ? AdviceReason.ProgramsKeepCopies : AdviceReason.OnOwnDisk;
    }

    private static IEnumerable<AdviceWarning> WarningsFor(AdviceChoice choice, AdviceAnswers answers, AccountProbe? probe)
    {
        yield return AdviceWarning.OthersDelete;
        yield return AdviceWarning.OutlookCloud;
        if (choice is AdviceChoice.Pop3Delete or AdviceChoice.Pop3Week)
            yield return AdviceWarning.OnlyCopy;
        if (choice is AdviceChoice.Imap)
            yield return AdviceWarning.DeletesForAll;
        if (choice is AdviceChoice.ImapArchive or AdviceChoice.Postfach)
            yield return AdviceWarning.OwnMachine;
        if (answers.KeepByLaw)
            yield return AdviceWarning.LawNeedsMore;
        if (probe?.ExpireDays is not null)
            yield return AdviceWarning.ProviderDeletes;
        if (probe?.LoginDelaySeconds is not null)
            yield return AdviceWarning.ProviderWantsRest;
        if (probe?.HasPush == false)
            yield return AdviceWarning.NoPush;
        if (probe is { QuotaPercent: null, Protocol: SourceProtocol.Imap } && !answers.SmallQuota)
            yield return AdviceWarning.QuotaUnknown;
    }

    /// <summary>The rule for a source under this recommendation; null: nothing is fetched by Postfach.</summary>
    public RetentionRule? Rule => Choice switch
    {
        AdviceChoice.ImapArchive => RetentionRule.Leave,
        AdviceChoice.Postfach when Reasons.Contains(AdviceReason.NearlyFull) => new RetentionRule { AfterDownload = TimeSpan.FromDays(7), UntilQuota = 60 },
        AdviceChoice.Postfach => new RetentionRule { AfterDownload = TimeSpan.FromDays(7) },
        _ => null,
    };

    // What was measured counts for more than what was believed.
    private static bool LacksRoom(AdviceAnswers answers, AccountProbe? probe) => answers.SmallQuota || IsNearlyFull(probe);

    private static bool IsNearlyFull(AccountProbe? probe) => probe?.QuotaPercent >= NearlyFull;

    private static bool HasMailElsewhere(AccountProbe? probe) => probe?.FilledMailboxes > 1;

    // RFC 2449 §6.7: what EXPIRE says may be left, 0 nothing. Without names that last each log-in would fetch everything again.
    private static bool CanLeave(AccountProbe? probe) =>
        probe is null or ({ HasUniqueIds: not false, Ids: not (IdStability.Unstable or IdStability.Missing) } and not { ExpireDays: < 7 });
}
