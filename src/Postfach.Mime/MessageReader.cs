using System.Text;

namespace Postfach.Mime;

/// <summary>
/// Reads a message once, as it arrives: octets are pushed in slices of any size, and what they are prepared to does not depend on how they
/// were sliced. What is held does not grow with the message (<see cref="MimeLimits"/> bounds it). No octets make it throw. Not thread-safe.
/// </summary>
public sealed class MessageReader
{
    private readonly PartTree _tree = new();
    private readonly StructureReader _structure;
    private readonly MessageWriter _writer;
    private readonly ListedFieldsReader _listed = new();
    private readonly ByteBuffer _head = new(128);
    private bool _inLine, _hasNul, _has8Bit;

    public MessageReader()
    {
        var types = new PartType(_tree);
        _structure = new StructureReader(_tree, types);
        _writer = new MessageWriter(_tree, types);
    }

    /// <summary>The next octets of the message.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _hasNul = _hasNul || bytes.Contains((byte)0);
        _has8Bit = _has8Bit || !Ascii.IsValid(bytes);
        _listed.Write(bytes);
        while (!bytes.IsEmpty)
            bytes = bytes[(NeedsHead(bytes[0]) ? TakeHead(bytes) : TakeRest(bytes))..];
    }

    /// <summary>What was read. To be called once, at the end of the message.</summary>
    public PreparedMessage Complete()
    {
        if (_head.Length > 0)
            _structure.Line(_head.Written);
        _structure.End();
        return _writer.Write(_structure.Length, _hasNul, _has8Bit, _listed);
    }

    /// <summary>Makes ready for another message, whatever has been read of this one; what was handed out stays.</summary>
    public void Reset()
    {
        _head.Reset();
        (_inLine, _hasNul, _has8Bit) = (false, false, false);
        _structure.Reset();
        _listed.Reset();
    }

    /// <summary>In content only a line that starts with a dash can mean something.</summary>
    private bool NeedsHead(byte first) =>
        !_inLine && (_structure.WantsLines || _head.Length > 0 || (first == '-' && _structure.HasBoundaries));

    /// <summary>Gathers a line until its end, or until there is enough to tell what it is.</summary>
    private int TakeHead(ReadOnlySpan<byte> bytes)
    {
        var room = MimeLimits.LineHead - _head.Length;
        var window = bytes[..Math.Min(bytes.Length, room)];
        var end = window.IndexOf((byte)'\n');
        var taken = end < 0 ? window.Length : end + 1;
        if (end < 0 && taken < room)
        {
            _head.Append(window);
            return taken;
        }

        _inLine = end < 0;
        if (_head.Length == 0)
        {
            _structure.Line(window[..taken]);
        }
        else
        {
            _head.Append(window[..taken]);
            _structure.Line(_head.Written);
            _head.Cut(0);
        }

        return taken;
    }

    private int TakeRest(ReadOnlySpan<byte> bytes)
    {
        var end = _structure.WantsLines ? bytes.IndexOf((byte)'\n') : _structure.HasBoundaries ? bytes.IndexOf("\n-"u8) : -1;
        var taken = end < 0 ? bytes.Length : end + 1;
        _structure.Rest(bytes[..taken]);
        _inLine = bytes[taken - 1] != '\n';
        return taken;
    }
}
