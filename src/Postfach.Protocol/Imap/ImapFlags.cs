using System.Collections.Immutable;
using System.Text;
using Postfach.Mail;

namespace Postfach.Protocol.Imap;

/// <summary>The names of the system flags. RFC 9051 §2.3.2.</summary>
internal static class ImapFlags
{
    /// <summary>In the order in which they are sent.</summary>
    public static readonly ImmutableArray<(MessageFlags Flag, byte[] Name)> System =
    [
        (MessageFlags.Answered, "\\Answered"u8.ToArray()),
        (MessageFlags.Flagged, "\\Flagged"u8.ToArray()),
        (MessageFlags.Deleted, "\\Deleted"u8.ToArray()),
        (MessageFlags.Seen, "\\Seen"u8.ToArray()),
        (MessageFlags.Draft, "\\Draft"u8.ToArray()),
    ];

    /// <summary>Reads a name without its backslash, in whatever case.</summary>
    public static bool TryRead(ReadOnlySpan<byte> name, out MessageFlags flag)
    {
        foreach (var (known, knownName) in System)
        {
            if (Ascii.EqualsIgnoreCase(name, knownName.AsSpan(1)))
            {
                flag = known;
                return true;
            }
        }

        flag = MessageFlags.None;
        return false;
    }
}
