using MailKit;
using Postfach.Mail;
using Flags = MailKit.MessageFlags;
using MessageFlags = Postfach.Mail.MessageFlags;

namespace Postfach.Retrieval;

/// <summary>Flags and keywords as the library gives them, as ours. RFC 9051 §2.3.2.</summary>
internal static class ImapFlags
{
    private static readonly (Flags There, MessageFlags Here)[] System =
    [
        (Flags.Seen, MessageFlags.Seen), (Flags.Answered, MessageFlags.Answered), (Flags.Flagged, MessageFlags.Flagged), (Flags.Draft, MessageFlags.Draft),
    ];

    public static FlagSet Read(IMessageSummary summary) => Read(summary.Flags ?? Flags.None, summary.Keywords);

    /// <summary>
    /// \Recent belongs to a session, and \Deleted is the first half of a deletion there, which is nobody's wish here. Keywords that are no atoms cannot be kept.
    /// </summary>
    public static FlagSet Read(Flags there, IEnumerable<string>? keywords)
    {
        var here = System.Where(f => there.HasFlag(f.There)).Aggregate(MessageFlags.None, (all, f) => all | f.Here);
        return FlagSet.Of(here, keywords?.Select(k => Keyword.TryParse(k, out var keyword) ? keyword : (Keyword?)null).OfType<Keyword>() ?? []);
    }
}
