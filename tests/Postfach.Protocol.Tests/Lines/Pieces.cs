using System.Text;
using CsCheck;

namespace Postfach.Protocol.Tests.Lines;

/// <summary>Byte strings that are rich in what line-based protocols trip over, and ways to cut them.</summary>
internal static class Pieces
{
    public static readonly Gen<byte[]> Bytes = Gen.Frequency(
        (8, Any([.. ".\r\na"u8])),
        (1, Gen.Byte)).Array[0, 200];

    public static readonly Gen<int[]> Cuts = Gen.Int[1, 12].Array[1, 20];

    public static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>The text cut into pieces of the given lengths, again and again.</summary>
    public static IEnumerable<byte[]> Of(byte[] bytes, int[] lengths)
    {
        for (int at = 0, turn = 0; at < bytes.Length; turn++)
        {
            var length = Math.Min(lengths[turn % lengths.Length], bytes.Length - at);
            yield return bytes[at..(at + length)];
            at += length;
        }
    }

    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    public static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
