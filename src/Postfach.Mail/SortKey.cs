namespace Postfach.Mail;

/// <summary>What messages can be ordered by. RFC 5256 §3, SORT; the names that are shown: RFC 5957 §4; RFC 6203 §6.</summary>
public enum SortKey
{
    /// <summary>INTERNALDATE, with its time.</summary>
    Arrival,

    /// <summary>The mailbox, as opposed to its host, of the first Cc address; so are From and To.</summary>
    Cc,

    /// <summary>The sent date: the Date field's, in UTC.</summary>
    Date,
    From,
    Size,

    /// <summary>The base subject.</summary>
    Subject,
    To,

    /// <summary>The name of the first From address, or the address where it has none.</summary>
    DisplayFrom,
    DisplayTo,

    /// <summary>How well a message fits a fuzzy search, the best first. RFC 6203 §6.</summary>
    Relevancy,
}
