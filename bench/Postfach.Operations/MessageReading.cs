using System.Buffers;
using Postfach.Mime;

namespace Postfach.Operations;

/// <summary>Messages, from their bytes to ENVELOPE, BODYSTRUCTURE and sections.</summary>
internal static class MessageReading
{
    public static IEnumerable<Operation> All { get; } =
    [
        Operation.Of("read a plain message", () => Read(Letter.Plain(), new MessageReader())),
        Operation.Of("read a plain message, with a new reader", () => ReadAnew(Letter.Plain())),
        Operation.Of("read a message of nested parts", () => Read(Letter.Nested(), new MessageReader())),
        Operation.Of("read a message to 200, mostly ENVELOPE", () => Read(Letter.ToMany(200), new MessageReader())),
        Operation.Of("read a message of 50 parts, mostly BODYSTRUCTURE", () => Read(Letter.OfParts(50), new MessageReader())),
        Operation.Of("write BODY of 50 parts from BODYSTRUCTURE", Shorten),
    ];

    private static Action Read(byte[] message, MessageReader reader) => () =>
    {
        reader.Reset();
        reader.Write(message);
        GC.KeepAlive(reader.Complete());
    };

    private static Action ReadAnew(byte[] message) => () =>
    {
        var reader = new MessageReader();
        reader.Write(message);
        GC.KeepAlive(reader.Complete());
    };

    private static Action Shorten()
    {
        var reader = new MessageReader();
        reader.Write(Letter.OfParts(50));
        var structure = reader.Complete().BodyStructure;
        var output = new ArrayBufferWriter<byte>(structure.Length);
        return () =>
        {
            output.ResetWrittenCount();
            BodyStructure.WriteWithoutExtensions(structure.Span, output);
        };
    }
}
