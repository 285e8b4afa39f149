using System.Collections.Frozen;

namespace Postfach.Protocol.Imap.Requests;

/// <summary>What search keys are called. RFC 9051 §6.4.4, RFC 3501 §6.4.4, RFC 5032 §3, RFC 6203 §3, RFC 7162 §3.1.5, RFC 8474 §6, RFC 8514 §4.3.</summary>
public static class SearchKeys
{
    public static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        "ALL", "ANSWERED", "BCC", "BEFORE", "BODY", "CC", "DELETED", "DRAFT", "EMAILID", "FLAGGED", "FROM", "FUZZY", "HEADER", "KEYWORD", "LARGER", "MODSEQ", "NEW", "NOT", "OLD",
        "OLDER", "ON", "OR", "RECENT", "SAVEDATESUPPORTED", "SAVEDBEFORE", "SAVEDON", "SAVEDSINCE", "SEEN", "SENTBEFORE", "SENTON", "SENTSINCE", "SINCE", "SMALLER", "SUBJECT", "TEXT", "THREADID", "TO", "UID", "UNANSWERED", "UNDELETED",
        "UNDRAFT", "UNFLAGGED", "UNKEYWORD", "UNSEEN", "YOUNGER");
}
