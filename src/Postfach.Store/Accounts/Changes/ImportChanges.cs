using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What an import does, as the writer runs it.</summary>
internal static class ImportChanges
{
    public static ImportRun? Begin(WriteScope scope, string source, MailboxName target) =>
        scope.State.Tree.Find(target) is null ? null : scope.File.Imports.Begin(source, target);

    /// <summary>Appends those messages that no earlier run brought. The ledger's lines are part of the same commit.</summary>
    public static ImportResult Import(WriteScope scope, ImportRun run, IReadOnlyList<NewMessage> messages, Actor actor)
    {
        if (!scope.File.Imports.IsCurrent(run))
            return new ImportResult.Superseded();
        if (scope.State.Tree.Find(run.Target) is null)
            return new ImportResult.NoSuchMailbox();
        if (MessageChanges.ExceedsKeywords(scope, run.Target, messages))
            return new ImportResult.TooManyKeywords();
        var isNew = new bool[messages.Count];
        for (var i = 0; i < isNew.Length; i++)
            isNew[i] = scope.File.Imports.Meet(run, messages[i].Content.Hash);
        var added = messages.Where((_, i) => isNew[i]).ToList();
        if (added.Count > 0)
            MessageChanges.Append(scope, run.Target, added, actor);
        return new ImportResult.Imported(isNew);
    }
}
