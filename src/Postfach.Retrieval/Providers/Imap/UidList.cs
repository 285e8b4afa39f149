using MailKit;

namespace Postfach.Retrieval;

/// <summary>UIDs of messages for a command: ascending, as not every server reads <c>3:1</c>. RFC 9051 §9.</summary>
internal static class UidList
{
    public static List<UniqueId> Of(IEnumerable<RemoteMessage> messages) => [.. messages.Select(m => m.Number).Order().Select(n => new UniqueId(n))];
}
