using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What is in a mailbox at a provider.</summary>
/// <param name="Messages">In the order of their arrival; where <paramref name="Present"/> is given, only those from the cursor's UIDNEXT on.</param>
/// <param name="Present">The ids of all that are there; null: the same as of <paramref name="Messages"/>.</param>
internal sealed record RemoteListing(RemoteCursor Cursor, IReadOnlyList<RemoteMessage> Messages, IReadOnlySet<string>? Present = null)
{
    public int Count => Present?.Count ?? Messages.Count;
}
