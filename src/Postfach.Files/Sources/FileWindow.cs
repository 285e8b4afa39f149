using Microsoft.Win32.SafeHandles;

namespace Postfach.Files;

/// <summary>Looks at a file of any size through a window of a fixed one.</summary>
internal sealed class FileWindow(SafeFileHandle file, int size)
{
    /// <summary>Bytes enough for a message's header; what is beyond them is not looked at.</summary>
    public const int ForHeads = 64 << 10;

    private readonly byte[] _bytes = new byte[size];
    private long _start;
    private int _length;

    /// <summary>Its bytes as of the opening; what is written to it later is left for another time.</summary>
    public long Length { get; } = RandomAccess.GetLength(file);

    /// <summary>The bytes from a place on: at least so many, unless the file ends before. The span ends with the next call.</summary>
    /// <param name="least">At most the window's size.</param>
    public ReadOnlySpan<byte> From(long place, int least)
    {
        var known = place >= _start && place <= _start + _length ? _start + _length - place : 0;
        if (known < Math.Min(least, Length - place))
            Fill(place);
        return place >= Length ? [] : _bytes.AsSpan((int)(place - _start), _length - (int)(place - _start));
    }

    private void Fill(long place)
    {
        (_start, _length) = (place, 0);
        var wanted = (int)Math.Min(_bytes.Length, Length - place);
        while (_length < wanted && RandomAccess.Read(file, _bytes.AsSpan(_length, wanted - _length), place + _length) is > 0 and var read)
            _length += read;
        if (_length < wanted)
            throw new EndOfStreamException("The file became shorter while it was read");
    }
}
