using Postfach.Mail;

namespace Postfach.Store;

/// <summary>The end of expunged messages.</summary>
internal static class GraceChanges
{
    /// <summary>Lets go of the bytes behind the oldest tombstone whose time is over; null when there is none.</summary>
    public static long? EndNext(WriteScope scope, ModSeq unseenSince)
    {
        var purged = scope.File.ReadIdentity().Purged;
        var before = (scope.Now - scope.Options.Grace).ToUnixTimeMilliseconds();
        if (scope.File.Feed.NextTombstone(purged, before) is not { } tombstone || tombstone.ModSeq > unseenSince)
            return null;
        var packed = new ByteReader(tombstone.Messages);
        var messages = FeedCodec.ReadMessages(ref packed, scope.Flags).Records;
        foreach (var message in messages)
        {
            scope.File.Bodies.Release(new BodyId(message.Body));
            scope.File.UniqueIds.Delete(tombstone.ModSeq, new Uid(message.Uid));
        }

        scope.File.Feed.ClearTombstone(tombstone.ModSeq);
        scope.File.WritePurged(tombstone.ModSeq);
        scope.File.Shrink(pages: 4096);
        return messages.Length;
    }
}
