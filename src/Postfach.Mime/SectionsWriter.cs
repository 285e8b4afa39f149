namespace Postfach.Mime;

/// <summary>
/// Encodes where the parts lie, for <see cref="MessageSections"/>: version, flags, length of the message; then each part in the order of
/// the tree: kind and encoding, the distance from what came before it (the content of a leaf, the header of any other), the lengths of
/// header and content, and for one that has parts how many of those that follow are in it.
/// </summary>
internal static class SectionsWriter
{
    public const byte Version = 1;
    public const byte HasNul = 1, Has8Bit = 2;

    public static void Write(PartTree tree, long length, bool hasNul, bool has8Bit, ByteBuffer output)
    {
        output.Append(Version);
        output.Append((byte)((hasNul ? HasNul : 0) | (has8Bit ? Has8Bit : 0)));
        Varint.Write(output, length);
        var before = 0L;
        for (var index = 0; index < tree.Count; index++)
        {
            ref var part = ref tree[index];
            output.Append((byte)((int)part.Kind | ((int)part.Encoding << 2)));
            Varint.Write(output, part.HeaderStart - before);
            Varint.Write(output, part.BodyStart - part.HeaderStart);
            Varint.Write(output, part.End - part.BodyStart);
            if (part.Kind >= PartKind.Multipart)
                Varint.Write(output, part.Next - index - 1);
            before = part.Kind >= PartKind.Multipart ? part.BodyStart : part.End;
        }
    }
}
