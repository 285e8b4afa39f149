using System.Diagnostics.CodeAnalysis;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>STORE set [+|-]FLAGS[.SILENT] flags</c> and <c>UID STORE</c>. RFC 9051 §6.4.6.</summary>
public sealed record StoreRequest(SequenceSet Messages, FlagChange Change, bool Silent)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out StoreRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.SequenceSet(out var messages) && reader.Space()))
            return false;
        var operation = reader.Take((byte)'+') ? FlagOperation.Add : reader.Take((byte)'-') ? FlagOperation.Remove : FlagOperation.Replace;
        if (!reader.Take("FLAGS"u8))
            return reader.Fail("FLAGS, +FLAGS or -FLAGS is missing");
        var silent = reader.Take(".SILENT"u8);
        if (!(reader.Space() && reader.Flags(out var flags) && reader.End()))
            return false;
        request = new StoreRequest(messages, new FlagChange(operation, flags), silent);
        return true;
    }
}
