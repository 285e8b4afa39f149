using System.Collections.Immutable;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What a mailbox is known by without its messages: enough to deliver into it.</summary>
internal sealed record SnapshotHead(MailboxId Mailbox, UidValidity UidValidity, Uid UidNext, ModSeq HighestModSeq, ImmutableArray<Keyword> Keywords)
{
    /// <summary>The keywords after messages got these flags.</summary>
    public ImmutableArray<Keyword> KeywordsWith(FlagSet flags)
    {
        var keywords = Keywords;
        foreach (var keyword in flags.Keywords)
        {
            if (!keywords.Contains(keyword))
                keywords = keywords.Add(keyword);
        }

        return keywords;
    }
}
