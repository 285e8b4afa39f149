using System.Collections.Frozen;

namespace Postfach.Protocol.Imap.Requests;

/// <summary>What search keys are called. RFC 9051 §6.4.4, RFC 3501 §6.4.4, RFC 5032 §3, RFC 6203 §3, RFC 7162 §3.1.5.</summary>
public static class SearchKeys
{
    public static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        "ALL", "ANSWERED", "BCC", "BEFORE", "BODY", "CC", "DELETED", "DRAFT", "FLAGGED", "FROM", "FUZZY", "HEADER", "KEYWORD", "LARGER", "MODSEQ", "NEW", "NOT", "OLD",
        "OLDER", "ON", "OR", "RECENT", "SEEN", "SENTBEFORE", "SENTON", "SENTSINCE", "SINCE", "SMALLER", "SUBJECT", "TEXT", "TO", "UID", "UNANSWERED", "UNDELETED",
        "UNDRAFT", "UNFLAGGED", "UNKEYWORD", "UNSEEN", "YOUNGER");
}
