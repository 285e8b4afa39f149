using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>Why a copy stays, as it follows "because".</summary>
internal static class StayText
{
    public static string English(LedgerEntry entry, StayCause cause) => cause switch
    {
        StayCause.NoRule => "nothing in the rule makes it go",
        StayCause.Unread => "nobody has read it here yet",
        StayCause.NotDeletedHere => "it is not deleted here",
        StayCause.Flagged => "it is flagged",
        StayCause.Newest => "it is one of the newest there",
        StayCause.UnderQuota => "it goes only when the mailbox there is too full",
        StayCause.NotHere => "it is not here",
        StayCause.Marked => "the provider deletes no messages alone (no UIDPLUS): it is marked as deleted there, and goes when the provider or a mail program clears away what is marked",
        StayCause.Doubt => $"something is wrong: {CopyReason.In(Language.English, entry.Reason ?? "it is not known what")}",
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };

    public static string German(LedgerEntry entry, StayCause cause) => cause switch
    {
        StayCause.NoRule => "nach der Regel nichts sie löscht",
        StayCause.Unread => "sie hier noch niemand gelesen hat",
        StayCause.NotDeletedHere => "sie hier nicht gelöscht ist",
        StayCause.Flagged => "sie markiert ist",
        StayCause.Newest => "sie dort eine der neuesten ist",
        StayCause.UnderQuota => "sie erst geht, wenn das Postfach dort zu voll ist",
        StayCause.NotHere => "sie hier nicht liegt",
        StayCause.Marked => "der Anbieter keine einzelnen Nachrichten löscht (kein UIDPLUS): sie ist dort als gelöscht markiert und geht, wenn der Anbieter oder ein Mailprogramm Markiertes entfernt",
        StayCause.Doubt => $"etwas nicht stimmt: {CopyReason.In(Language.German, entry.Reason ?? "was, ist nicht bekannt")}",
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };
}
