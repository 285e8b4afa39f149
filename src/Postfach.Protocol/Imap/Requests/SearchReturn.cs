namespace Postfach.Protocol.Imap.Requests;

/// <summary>What of a search's result is wanted. RFC 4731 §3.1; SAVE: RFC 5182 §2.1; PARTIAL: RFC 9394 §3.1; CONTEXT and UPDATE: RFC 5267 §4.</summary>
[Flags]
public enum SearchReturn
{
    /// <summary>Nothing was said: the answer is the SEARCH response of RFC 3501 §7.2.5, or the SORT response of RFC 5256 §4.</summary>
    Unsaid = 0,
    Min = 1,
    Max = 2,
    All = 4,
    Count = 8,
    Save = 16,
    Partial = 32,

    /// <summary>The same is going to be asked for again: a hint, of which nothing comes.</summary>
    Context = 64,

    /// <summary>The client is told when the result changes.</summary>
    Update = 128,

    /// <summary>How relevant each message is. RFC 6203 §4.</summary>
    Relevancy = 256,
}
