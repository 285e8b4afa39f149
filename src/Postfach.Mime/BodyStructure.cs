using System.Buffers;

namespace Postfach.Mime;

/// <summary>Makes BODY from BODYSTRUCTURE: the same without extension data. RFC 9051 §7.5.2.</summary>
public static class BodyStructure
{
    /// <summary>Writes BODY. <paramref name="bodyStructure"/> must be what <see cref="PreparedMessage.BodyStructure"/> held.</summary>
    /// <exception cref="FormatException">It is damaged: the message has to be prepared again. Something may have been written.</exception>
    public static void WriteWithoutExtensions(ReadOnlySpan<byte> bodyStructure, IBufferWriter<byte> output)
    {
        var reader = new StructureCopier(bodyStructure, output);
        if (!reader.TryCopyBody())
            throw new FormatException("The structure of a message is damaged.");
    }
}
