namespace Postfach.Store;

/// <summary>Makes a segment out of the words of a batch.</summary>
internal static class SegmentWriter
{
    /// <summary>Within a transaction of the caller's.</summary>
    public static void Write(IndexTables tables, WordSet words)
    {
        var writer = new BlockWriter(tables, tables.NewSegment(), words.Bodies.Count);
        foreach (var field in Enum.GetValues<IndexField>())
        {
            writer.Begin(field);
            words.Visit(field, writer.Add);
        }

        writer.End();
        tables.InsertSegment(new IndexSegment(writer.Segment, writer.Bytes, [.. words.Bodies]));
    }
}
