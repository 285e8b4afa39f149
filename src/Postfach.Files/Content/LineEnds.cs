namespace Postfach.Files;

/// <summary>How a message's lines end.</summary>
/// <param name="AreOdd">Not all by one CRLF: written with LF, they could not be told from the others.</param>
/// <param name="LastIsOpen">The last line has no end.</param>
public readonly record struct LineEnds(bool AreOdd, bool LastIsOpen)
{
    /// <summary>Reads a message's bytes, in pieces of any size.</summary>
    internal static LineEnds Of(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var (last, lastButOne, areOdd) = ((byte)'\n', (byte)0, false);
        foreach (var piece in pieces)
        {
            var bytes = piece.Span;
            for (var at = bytes.IndexOf((byte)'\n'); at >= 0 && !areOdd;)
            {
                var before = at > 0 ? bytes[at - 1] : last;
                var beforeThat = at > 1 ? bytes[at - 2] : at == 1 ? last : lastButOne;
                areOdd = before != '\r' || beforeThat == '\r';
                var next = bytes[(at + 1)..].IndexOf((byte)'\n');
                at = next < 0 ? -1 : at + 1 + next;
            }

            if (!bytes.IsEmpty)
                (lastButOne, last) = (bytes.Length > 1 ? bytes[^2] : last, bytes[^1]);
        }

        return new LineEnds(areOdd, last != '\n');
    }
}
