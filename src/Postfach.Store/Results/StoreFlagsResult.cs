using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What became of a change of flags.</summary>
public abstract record StoreFlagsResult
{
    private StoreFlagsResult()
    {
    }

    /// <summary>
    /// Durable. <paramref name="Changed"/> are those whose flags now differ from before, with <paramref name="ModSeq"/>;
    /// <paramref name="Failed"/> those that had changed after UNCHANGEDSINCE (RFC 7162 §3.1.3) and were left alone;
    /// <paramref name="Missing"/> those that are no longer there.
    /// </summary>
    public sealed record Stored(UidSet Changed, UidSet Failed, UidSet Missing, ModSeq ModSeq) : StoreFlagsResult;

    public sealed record NoSuchMailbox : StoreFlagsResult;

    public sealed record TooManyKeywords : StoreFlagsResult;
}
