namespace Postfach.Mime;

/// <summary>
/// Reads an address list from an unfolded field value, tolerant of all that is found in mail. RFC 5322 §3.4, §4.4. Yields addresses and the
/// marks where groups start and end. An element that has nothing in it is passed over.
/// </summary>
internal ref struct AddressReader(ReadOnlySpan<byte> value, ByteBuffer scratch)
{
    private HeaderLexer _in = new(value);
    private bool _inGroup;

    private enum Stop
    {
        End,
        Angle,
        Group,
    }

    /// <summary>The next address; what it holds lives until the next call.</summary>
    public bool TryRead(out Address address)
    {
        while (true)
        {
            SkipSeparators();
            if (_in.AtEnd || _in.At((byte)';'))
            {
                address = new Address(AddressKind.GroupEnd);
                var ended = _inGroup;
                _inGroup = false;
                if (ended)
                    return true;
                if (_in.AtEnd)
                    return false;
                // Some use a semicolon where a comma belongs.
                _in.Position++;
                continue;
            }

            address = ReadElement();
            if (!address.IsEmpty)
                return true;
        }
    }

    // RFC 5322 §4.4: elements of a list may be empty.
    private void SkipSeparators()
    {
        while (!_in.AtEnd && (_in.Current == ',' || _in.AtSpace))
            _in.Position++;
    }

    private Address ReadElement()
    {
        var text = new AddressText(scratch);
        var start = _in.Position;
        var stop = FindStop(out var at);
        var end = _in.Position;
        if (stop == Stop.Group)
        {
            _inGroup = true;
            _in.Position++;
            text.AppendPhrase(_in.Text[start..end]);
            return new Address(AddressKind.GroupStart) { Mailbox = text.Written };
        }

        if (stop == Stop.Angle)
            return ReadAngle(ref text, start);
        text.AppendBareAddress(_in.Text[start..end], at - start);
        return text.ToAddress();
    }

    /// <summary>
    /// Goes to what decides the form of an element: its <c>&lt;</c>, the colon after a group's name, or its end. And finds its last
    /// <c>@</c>.
    /// </summary>
    private Stop FindStop(out int at)
    {
        at = -1;
        while (!_in.AtEnd)
        {
            switch (_in.Current)
            {
                case (byte)',' or (byte)';':
                    return Stop.End;
                case (byte)'<':
                    return Stop.Angle;
                case (byte)':' when !_inGroup && at < 0:
                    return Stop.Group;
                case (byte)'@':
                    at = _in.Position++;
                    SkipDomainLiteral();
                    break;
                default:
                    Skip();
                    break;
            }
        }

        return Stop.End;
    }

    private Address ReadAngle(scoped ref AddressText text, int start)
    {
        var name = _in.Text[start.._in.Position];
        while (_in.At((byte)'<') || _in.AtSpace)
            _in.Position++;
        var inside = _in.Position;
        FindAngleEnd(out var routeEnd, out var at);
        text.AppendPhrase(name);
        text.EndName();
        text.AppendAngleAddress(_in.Text[inside.._in.Position], routeEnd - inside, at - inside);
        if (_in.At((byte)'>'))
            _in.Position++;
        var after = _in.Position;
        // What follows up to the comma is dropped, but for a comment; unless another address is there, before which the comma was
        // forgotten.
        if (FindStop(out _) == Stop.Angle)
            _in.Position = after;
        else
            text.NoteComments(_in.Text[after.._in.Position]);
        return text.ToAddress();
    }

    /// <summary>
    /// Goes to the <c>&gt;</c>, or where it should have been. Finds the colon that ends a route (-1: none) and the last <c>@</c> behind it.
    /// </summary>
    private void FindAngleEnd(out int routeEnd, out int at)
    {
        (routeEnd, at) = (-1, -1);
        // RFC 5322 §4.4, obs-route: domains, each with an @ before it, and a colon.
        var inRoute = _in.At((byte)'@');
        while (!_in.AtEnd)
        {
            switch (_in.Current)
            {
                case (byte)'>':
                case (byte)',' when !inRoute:
                case (byte)';' when _inGroup && !inRoute:
                    return;
                case (byte)':' when inRoute:
                    (routeEnd, at, inRoute) = (_in.Position++, -1, false);
                    break;
                case (byte)'@':
                    at = _in.Position++;
                    SkipDomainLiteral();
                    break;
                default:
                    Skip();
                    break;
            }
        }
    }

    private void Skip()
    {
        if (!_in.TryReadQuoted(out _) && !_in.TryReadComment(out _) && !_in.TrySkipEncodedWord())
            _in.Position++;
    }

    // RFC 5322 §3.4.1: colons and more may be in a domain literal. RFC 5321 §4.5.3.1.2: 255 octets at most.
    private void SkipDomainLiteral()
    {
        _in.SkipSpace();
        if (!_in.At((byte)'['))
            return;
        var end = _in.Rest[..Math.Min(_in.Rest.Length, 256)].IndexOf((byte)']');
        if (end > 0)
            _in.Position += end + 1;
    }
}
