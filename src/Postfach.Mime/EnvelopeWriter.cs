namespace Postfach.Mime;

/// <summary>Writes the ENVELOPE of a message from its header. RFC 9051 §7.5.2.</summary>
internal sealed class EnvelopeWriter(PartTree tree, ByteBuffer output)
{
    private readonly ByteBuffer _scratch = new(256);
    private int _addressesLeft = MimeLimits.Addresses;

    public void Reset()
    {
        _addressesLeft = MimeLimits.Addresses;
        _scratch.Reset();
    }

    public void Write(int part)
    {
        output.Append((byte)'(');
        WriteText(part, FieldKind.Date);
        WriteText(part, FieldKind.Subject);
        WriteAddresses(part, FieldKind.From, FieldKind.From);
        // RFC 9051 §7.5.2: a Sender or Reply-To that is absent or empty is the same as From.
        WriteAddresses(part, FieldKind.Sender, FieldKind.From);
        WriteAddresses(part, FieldKind.ReplyTo, FieldKind.From);
        WriteAddresses(part, FieldKind.To, FieldKind.To);
        WriteAddresses(part, FieldKind.Cc, FieldKind.Cc);
        WriteAddresses(part, FieldKind.Bcc, FieldKind.Bcc);
        WriteText(part, FieldKind.InReplyTo);
        WriteText(part, FieldKind.MessageId);
        output.Cut(output.Length - 1);
        output.Append((byte)')');
    }

    // RFC 9051 §7.5.2: NIL where the field is absent, the empty string where it is empty.
    private void WriteText(int part, FieldKind kind)
    {
        if (tree.TryGet(part, kind, out var value))
            ImapString.Write(output, value);
        else
            ImapString.WriteNil(output);
        output.Append((byte)' ');
    }

    private void WriteAddresses(int part, FieldKind kind, FieldKind otherwise)
    {
        var start = output.Length;
        output.Append((byte)'(');
        WriteEach(part, kind);
        if (output.Length == start + 1)
            WriteEach(part, otherwise);
        if (output.Length > start + 1)
        {
            output.Append(") "u8);
            return;
        }

        output.Cut(start);
        output.Append("NIL "u8);
    }

    private void WriteEach(int part, FieldKind kind)
    {
        for (var place = 0; tree.TryNext(part, kind, ref place, out var value);)
        {
            var addresses = new AddressReader(value, _scratch);
            var inGroup = false;
            while (_addressesLeft > 0 && addresses.TryRead(out var address))
            {
                Write(address);
                inGroup = address.Kind == AddressKind.GroupStart || (inGroup && address.Kind == AddressKind.Mailbox);
                _addressesLeft--;
            }

            // The last that was allowed may be in a group: none stays open.
            if (inGroup)
                Write(new Address(AddressKind.GroupEnd));
        }
    }

    private void Write(Address address)
    {
        var (text, isMailbox) = (output, address.Kind == AddressKind.Mailbox);
        text.Append((byte)'(');
        WriteUnlessEmpty(address.Name);
        text.Append((byte)' ');
        WriteUnlessEmpty(address.Route);
        text.Append((byte)' ');
        // RFC 9051 §7.5.2: no host means a group's start, and no mailbox either its end. So what an address lacks is the empty string.
        if (address.Kind == AddressKind.GroupEnd)
            ImapString.WriteNil(text);
        else
            ImapString.Write(text, address.Mailbox);
        text.Append((byte)' ');
        if (isMailbox)
            ImapString.Write(text, address.Host);
        else
            ImapString.WriteNil(text);
        text.Append((byte)')');
    }

    private void WriteUnlessEmpty(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            ImapString.WriteNil(output);
        else
            ImapString.Write(output, text);
    }
}
