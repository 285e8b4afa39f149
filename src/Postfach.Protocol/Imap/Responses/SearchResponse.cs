using System.Buffers;
using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;

namespace Postfach.Protocol.Imap.Responses;

/// <summary>What a search has found, as numbers of the command's kind: sequence numbers, or UIDs. RFC 9051 §7.3.4; RFC 3501 §7.2.5.</summary>
/// <param name="Found">Ascending.</param>
/// <param name="ModSeq">The greatest of what is told; null where it is not to be told. RFC 7162 §3.1.5.</param>
public sealed record SearchResponse(IReadOnlyList<uint> Found, ModSeq? ModSeq)
{
    /// <summary>How relevant each of them is. RFC 6203 §4.</summary>
    public IReadOnlyList<byte> Relevance { get; init; } = [];

    /// <summary>Writes the SEARCH response, which RFC 9051 has no more.</summary>
    public void WriteList(IBufferWriter<byte> output)
    {
        output.Write("* SEARCH"u8);
        foreach (var number in Found)
        {
            output.Write(" "u8);
            output.WriteNumber(number);
        }

        if (ModSeq is { } modSeq && Found.Count > 0)
            output.WriteText($" (MODSEQ {modSeq})");
        output.Write("\r\n"u8);
    }

    /// <summary>Writes the ESEARCH response. RFC 4731 §3.1: MIN, MAX and ALL are left out where nothing was found.</summary>
    public void Write(IBufferWriter<byte> output, string tag, bool byUid, SearchReturn wanted)
    {
        output.WriteText($"* ESEARCH (TAG \"{tag}\")");
        if (byUid)
            output.Write(" UID"u8);
        var hasFound = Found.Count > 0;
        if (hasFound && wanted.HasFlag(SearchReturn.Min))
            output.WriteText($" MIN {Found[0]}");
        if (hasFound && wanted.HasFlag(SearchReturn.Max))
            output.WriteText($" MAX {Found[^1]}");
        if (hasFound && wanted.HasFlag(SearchReturn.All))
        {
            output.Write(" ALL "u8);
            WriteSet(output);
        }

        if (wanted.HasFlag(SearchReturn.Relevancy))
            output.WriteText($" RELEVANCY ({string.Join(' ', Relevance)})");
        if (wanted.HasFlag(SearchReturn.Count))
            output.WriteText($" COUNT {Found.Count}");
        if (ModSeq is { } modSeq && hasFound)
            output.WriteText($" MODSEQ {modSeq}");
        output.Write("\r\n"u8);
    }

    private void WriteSet(IBufferWriter<byte> output)
    {
        for (int first = 0, next; first < Found.Count; first = next)
        {
            for (next = first + 1; next < Found.Count && Found[next] == Found[next - 1] + 1;)
                next++;
            if (first > 0)
                output.Write(","u8);
            output.WriteNumber(Found[first]);
            if (next - first == 1)
                continue;
            output.Write(":"u8);
            output.WriteNumber(Found[next - 1]);
        }
    }
}
