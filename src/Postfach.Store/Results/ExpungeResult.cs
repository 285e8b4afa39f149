using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What became of an expunge.</summary>
public abstract record ExpungeResult
{
    private ExpungeResult()
    {
    }

    /// <summary>Durable; the bytes stay for the grace time.</summary>
    public sealed record Expunged(UidSet Uids, ModSeq ModSeq) : ExpungeResult;

    public sealed record NoSuchMailbox : ExpungeResult;
}
