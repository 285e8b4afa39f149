using Postfach.Protocol.Imap;

namespace Postfach.Server.Imap;

/// <summary>What happens next in an <see cref="ImapConversation"/>.</summary>
/// <param name="Frame">Good until the next event is asked for.</param>
internal readonly record struct ImapEvent(ImapEventKind Kind, ImapFrame Frame);
