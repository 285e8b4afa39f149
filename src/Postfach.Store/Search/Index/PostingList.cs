using System.Buffers;

namespace Postfach.Store;

/// <summary>
/// In which of a segment's bodies a word stands: their places as differences, seven bits a byte, or a bit for each body of the segment, whichever is shorter.
/// Bits take exactly a byte for each eight bodies, differences are always less than that: so they are told apart.
/// </summary>
internal static class PostingList
{
    /// <param name="places">In order, each once.</param>
    public static void Write(ReadOnlySpan<int> places, int bodies, ArrayBufferWriter<byte> output)
    {
        var bitBytes = BitBytes(bodies);
        if (places.Length >= bitBytes || !TryWriteDifferences(places, bitBytes, output))
            WriteBits(places, bitBytes, output);
    }

    /// <summary>Marks the bodies of a list.</summary>
    /// <exception cref="StoreException">The list is damaged.</exception>
    public static void Read(ReadOnlySpan<byte> list, BitSet bodies)
    {
        if (list.Length == BitBytes(bodies.Length))
        {
            bodies.AddBits(list);
            return;
        }

        var reader = new ByteReader(list);
        for (var place = -1; !reader.AtEnd;)
            bodies.Add(place = Next(ref reader, place, bodies.Length));
    }

    /// <summary>Adds the places of a list, in order.</summary>
    /// <exception cref="StoreException">The list is damaged.</exception>
    public static void Read(ReadOnlySpan<byte> list, int bodies, List<int> places)
    {
        if (list.Length == BitBytes(bodies))
        {
            for (var place = 0; place < bodies; place++)
            {
                if ((list[place >> 3] & (1 << (place & 7))) != 0)
                    places.Add(place);
            }

            return;
        }

        var reader = new ByteReader(list);
        for (var place = -1; !reader.AtEnd;)
            places.Add(place = Next(ref reader, place, bodies));
    }

    private static int BitBytes(int bodies) => (bodies + 7) / 8;

    private static int Next(ref ByteReader reader, int last, int bodies)
    {
        var difference = reader.Unsigned();
        if (difference >= (ulong)(bodies - last - 1))
            throw new StoreException("A list of the search index is damaged.");
        return last + (int)difference + 1;
    }

    private static bool TryWriteDifferences(ReadOnlySpan<int> places, int bitBytes, ArrayBufferWriter<byte> output)
    {
        var target = output.GetSpan(bitBytes + 5);
        var (length, last) = (0, -1);
        for (var i = 0; i < places.Length; i++)
        {
            var difference = (uint)(places[i] - last - 1);
            for (; difference >= 0x80; difference >>= 7)
                target[length++] = (byte)(difference | 0x80);
            target[length++] = (byte)difference;
            last = places[i];
            if (length >= bitBytes)
                return false;
        }

        output.Advance(length);
        return true;
    }

    private static void WriteBits(ReadOnlySpan<int> places, int bitBytes, ArrayBufferWriter<byte> output)
    {
        var target = output.GetSpan(bitBytes)[..bitBytes];
        target.Clear();
        for (var i = 0; i < places.Length; i++)
            target[places[i] >> 3] |= (byte)(1 << (places[i] & 7));
        output.Advance(bitBytes);
    }
}
