using System.Buffers;
using Postfach.Mail;
using Postfach.Protocol.Imap.Requests;

namespace Postfach.Protocol.Imap.Responses;

/// <summary>What a search has found, as numbers of the command's kind: sequence numbers, or UIDs. RFC 9051 §7.3.4; RFC 3501 §7.2.5.</summary>
/// <param name="Found">In the order that was asked for: ascending, but for SORT.</param>
/// <param name="ModSeq">The greatest of what is told; null where it is not to be told. RFC 7162 §3.1.5.</param>
public sealed record SearchResponse(IReadOnlyList<uint> Found, ModSeq? ModSeq)
{
    /// <summary>How relevant each of them is. RFC 6203 §4.</summary>
    public IReadOnlyList<byte> Relevance { get; init; } = [];

    /// <summary>Writes the SEARCH response, which RFC 9051 has no more, or the SORT response. RFC 5256 §4.</summary>
    /// <param name="name"><c>SEARCH</c> or <c>SORT</c>.</param>
    public void WriteList(IBufferWriter<byte> output, ReadOnlySpan<byte> name)
    {
        output.Write("* "u8);
        output.Write(name);
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
    public void Write(IBufferWriter<byte> output, SearchCorrelator of, SearchOptions options)
    {
        of.Write(output);
        var (wanted, hasFound) = (options.Return, Found.Count > 0);
        if (hasFound && wanted.HasFlag(SearchReturn.Min))
            output.WriteText($" MIN {Found[0]}");
        if (hasFound && wanted.HasFlag(SearchReturn.Max))
            output.WriteText($" MAX {Found[^1]}");
        if (hasFound && wanted.HasFlag(SearchReturn.All))
        {
            output.Write(" ALL "u8);
            output.WriteSet(Found, 0, Found.Count);
        }

        if (options.Partial is { } partial)
            WritePartial(output, partial);
        if (wanted.HasFlag(SearchReturn.Relevancy))
            output.WriteText($" RELEVANCY ({string.Join(' ', Relevance)})");
        if (wanted.HasFlag(SearchReturn.Count))
            output.WriteText($" COUNT {Found.Count}");
        if (ModSeq is { } modSeq && hasFound)
            output.WriteText($" MODSEQ {modSeq}");
        output.Write("\r\n"u8);
    }

    /// <summary>RFC 9394 §3.1: NIL where no result is in the range.</summary>
    private void WritePartial(IBufferWriter<byte> output, PartialResults partial)
    {
        var (first, count) = partial.Of(Found.Count);
        output.WriteText($" PARTIAL ({partial} ");
        if (count == 0)
            output.Write("NIL"u8);
        else
            output.WriteSet(Found, first, count);
        output.Write(")"u8);
    }
}
