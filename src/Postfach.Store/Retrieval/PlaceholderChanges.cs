using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Puts whole messages where their placeholders are, as the writer runs it: what leaves and what comes is one commit.</summary>
internal static class PlaceholderChanges
{
    /// <summary>Where a placeholder lies; empty: somebody deleted it.</summary>
    /// <param name="body">Its bytes; null: there is none.</param>
    public static IReadOnlyList<(MailboxId Mailbox, UidSet Uids)> Find(WriteScope scope, BodyId? body)
    {
        if (body is null)
            return [];
        var places = new List<(MailboxId, UidSet)>();
        foreach (var entry in scope.State.Tree.ByName.Values)
        {
            var uids = UidSet.From(scope.Load(entry.Id).Messages().Where(m => m.Body == body).Select(m => m.Uid));
            if (!uids.IsEmpty)
                places.Add((entry.Id, uids));
        }

        return places;
    }

    /// <summary>The message comes there, with flags, keywords and date of the placeholder that goes.</summary>
    public static void Fill(WriteScope scope, IReadOnlyList<(MailboxId Mailbox, UidSet Uids)> places, IncomingMessage content, Actor actor)
    {
        BodyId? settled = null;
        foreach (var (mailbox, uids) in places)
            MessageChanges.Replace(scope, mailbox, uids, Body, content.Length, actor);

        // The bytes are laid down once; a placeholder that was copied has several places.
        BodyId Body()
        {
            if (settled is { } body)
                scope.File.Bodies.Hold(body);
            else
                settled = content.Settle(scope);
            return settled.Value;
        }
    }
}
