namespace Postfach.Mime;

/// <summary>Turns the parts that were read into what is stored and sent.</summary>
internal sealed class MessageWriter
{
    private readonly ByteBuffer _output = new(2048);
    private readonly EnvelopeWriter _envelope;
    private readonly BodyStructureWriter _bodyStructure;
    private readonly PartTree _tree;

    public MessageWriter(PartTree tree, PartType types)
    {
        _tree = tree;
        _envelope = new EnvelopeWriter(tree, _output);
        _bodyStructure = new BodyStructureWriter(tree, types, _envelope, _output);
    }

    public PreparedMessage Write(long length, bool hasNul, bool has8Bit, ListedFieldsReader listed)
    {
        _envelope.Reset();
        _envelope.Write(0);
        var envelope = _output.TakeArray();
        _bodyStructure.Write(0);
        var bodyStructure = _output.TakeArray();
        SectionsWriter.Write(_tree, length, hasNul, has8Bit, _output);
        var sections = _output.TakeArray();
        var fields = listed.TakeFields(_output);
        _output.Reset();
        return new PreparedMessage
        {
            Envelope = envelope,
            BodyStructure = bodyStructure,
            ListedFields = fields is null ? null : (ReadOnlyMemory<byte>?)fields,
            Sections = sections,
        };
    }
}
