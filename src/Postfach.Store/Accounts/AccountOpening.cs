using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// What happens when an account's file is opened, so that no UID comes twice: a new file gets its first mailboxes; one that was not closed properly, or
/// is older than what was given out, goes on beyond the mark; one from elsewhere gets new UIDVALIDITYs. RFC 9051 §2.3.1.1.
/// </summary>
internal static class AccountOpening
{
    public static void Continue(AccountParts parts, AccountFile file, bool isNew)
    {
        var (checkpoint, state) = parts.ReadState(file);
        var incarnation = file.ReadIdentity().Incarnation;
        var mark = parts.Marks.Read();
        parts.Marks.Begin(incarnation);
        if (isNew || state.Tree.ByName.IsEmpty)
            Change(parts, file, state, checkpoint, scope => GiveFirstMailboxes(scope, mark));
        else if (mark is null || mark.Incarnation != incarnation)
            Change(parts, file, state, checkpoint, scope => TakeOver(parts, scope));
        else if (!mark.IsClean || mark.ModSeq > state.Clock || mark.UidNext > state.GreatestUidNext)
            Change(parts, file, state, checkpoint, scope => JumpBeyond(parts, scope, mark));
    }

    private static void GiveFirstMailboxes(WriteScope scope, AccountMark? mark)
    {
        // The file of an account that was known is gone: what it gave out must not be given again.
        if (mark is not null)
        {
            scope.State = scope.State with { Clock = mark.ModSeq, LastUidValidity = mark.UidValidity };
            scope.File.WriteUnknownPast(mark.UidValidity);
        }

        MailboxChanges.CreateFirst(scope);
    }

    private static void TakeOver(AccountParts parts, WriteScope scope)
    {
        // Two stores that both hold a copy of the file must not be taken for one.
        var incarnation = Guid.NewGuid();
        scope.File.WriteIncarnation(incarnation);
        parts.Marks.Begin(incarnation);
        if (parts.Options.KeepUids)
            return;
        scope.File.WriteUnknownPast(scope.State.LastUidValidity);
        foreach (var entry in scope.State.Tree.ByName.Values)
        {
            scope.Record(entry.Id, new FeedEntry.Revalidate(scope.NewUidValidity()), Actor.Postfach);
            scope.File.Mailboxes.WriteHead(scope.State.Mailboxes[entry.Id].Head);
        }

        Log.AccountRevalidated(parts.Logger, parts.Id.Value);
    }

    private static void JumpBeyond(AccountParts parts, WriteScope scope, AccountMark mark)
    {
        if (mark.UidValidity.Value > scope.State.LastUidValidity.Value)
            scope.File.WriteUnknownPast(mark.UidValidity);
        scope.State = scope.State with
        {
            Clock = Extremes.Max(scope.State.Clock, mark.ModSeq),
            LastUidValidity = new UidValidity(Math.Max(scope.State.LastUidValidity.Value, mark.UidValidity.Value)),
        };
        scope.File.WriteLastUidValidity(scope.State.LastUidValidity);
        scope.Record(default, new FeedEntry.Jump(mark.UidNext), Actor.Postfach);
        scope.File.Mailboxes.RaiseUidNext(mark.UidNext);
        Log.AccountJumped(parts.Logger, parts.Id.Value, mark.UidNext.Value, scope.State.Clock.Value);
    }

    private static void Change(AccountParts parts, AccountFile file, AccountState state, ModSeq checkpoint, Action<WriteScope> change)
    {
        var scope = new WriteScope(file, parts.Flags, parts.Options, parts.Time.GetUtcNow(), checkpoint, _ => new MessageChunk.Rows([], [])) { State = state };
        using var transaction = file.Begin();
        change(scope);
        parts.Marks.Cover(scope.State);
        transaction.Commit();
    }
}
