using System.Buffers.Text;

namespace Postfach.Mime;

/// <summary>Walks an ENVELOPE as <see cref="EnvelopeWriter"/> wrote it. RFC 9051 §9, envelope.</summary>
internal ref struct EnvelopeReader(ReadOnlySpan<byte> envelope, ByteBuffer scratch)
{
    private readonly ReadOnlySpan<byte> _in = envelope;
    private int _place = 1;

    /// <summary>The next field's text; null is the empty one. It lives until the next call.</summary>
    public ReadOnlySpan<byte> Text()
    {
        SkipSpace();
        switch (_in[_place])
        {
            case (byte)'"':
                return Quoted();
            case (byte)'{':
                return Literal();
            default:
                _place += 3; // NIL
                return default;
        }
    }

    /// <summary>The first address of the next field; false where there is none. What follows it is passed over.</summary>
    public bool TryFirstAddress(out EnvelopeAddress address)
    {
        address = default;
        SkipSpace();
        if (_in[_place] != '(')
        {
            _place += 3; // NIL
            return false;
        }

        _place += 2;
        var name = Text().ToArray();
        Text();
        var mailbox = Text().ToArray();
        SkipSpace();
        var hasHost = _in[_place] != 'N';
        address = new EnvelopeAddress(name, mailbox, hasHost ? Text().ToArray() : null);
        if (!hasHost)
            _place += 3;
        _place++;
        while (_in[_place++] == '(')
            SkipAddress();
        return true;
    }

    public void SkipAddresses() => TryFirstAddress(out _);

    private void SkipAddress()
    {
        for (var i = 0; i < 4; i++)
            Text();
        _place++;
    }

    private void SkipSpace()
    {
        if (_in[_place] == ' ')
            _place++;
    }

    private ReadOnlySpan<byte> Quoted()
    {
        var start = _place + 1;
        var length = _in[start..].IndexOfAny((byte)'"', (byte)'\\');
        if (_in[start + length] == '"')
        {
            _place = start + length + 1;
            return _in.Slice(start, length);
        }

        scratch.Cut(0);
        for (_place = start; _in[_place] != '"'; _place++)
        {
            if (_in[_place] == '\\')
                _place++;
            scratch.Append(_in[_place]);
        }

        _place++;
        return scratch.Written;
    }

    private ReadOnlySpan<byte> Literal()
    {
        _ = Utf8Parser.TryParse(_in[(_place + 1)..], out int length, out var digits);
        var start = _place + digits + 4; // {, }, CR and LF
        _place = start + length;
        return _in.Slice(start, length);
    }
}
