using System.Buffers;
using System.Runtime.InteropServices;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Names the way in which words are made: an index that was made in another way cannot answer.</summary>
internal static class IndexVersion
{
    /// <summary>To be raised with each change of what is read of a message, how it is decoded, or how it is cut into words.</summary>
    private const byte Rules = 2;

    /// <summary>The runtime brings its own tables of characters, so how they are mapped counts as well.</summary>
    public static readonly byte[] Current = [Rules, .. BitConverter.GetBytes(SumOfMap())];

    private static uint SumOfMap()
    {
        var every = new char[char.MaxValue + 1];
        for (var c = 0; c <= char.MaxValue; c++)
            every[c] = (char)c;
        var mapped = new ArrayBufferWriter<char>(every.Length * 2);
        CaseMap.Append(every, mapped);
        return Checksum.Of(MemoryMarshal.AsBytes(mapped.WrittenSpan));
    }
}
