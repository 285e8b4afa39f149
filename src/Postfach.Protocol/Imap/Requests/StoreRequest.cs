using System.Diagnostics.CodeAnalysis;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>STORE set [(UNCHANGEDSINCE modseq)] [+|-]FLAGS[.SILENT] flags</c> and <c>UID STORE</c>. RFC 9051 §6.4.6, RFC 7162 §3.1.3.</summary>
/// <param name="UnchangedSince">Messages that changed after this are to be left alone.</param>
public sealed record StoreRequest(SequenceSet Messages, FlagChange Change, bool Silent, ModSeq? UnchangedSince)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out StoreRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.SequenceSet(out var messages) && reader.Space()))
            return false;
        ModSeq? unchangedSince = null;
        if (reader.Take((byte)'('))
        {
            if (!reader.Take("UNCHANGEDSINCE"u8))
                return reader.Fail("There is no such modifier of STORE");
            if (!(reader.Space() && reader.ModSeq(out var modSeq) && reader.Byte((byte)')', "The modifier does not end") && reader.Space()))
                return false;
            unchangedSince = modSeq;
        }

        var operation = reader.Take((byte)'+') ? FlagOperation.Add : reader.Take((byte)'-') ? FlagOperation.Remove : FlagOperation.Replace;
        if (!reader.Take("FLAGS"u8))
            return reader.Fail("FLAGS, +FLAGS or -FLAGS is missing");
        var silent = reader.Take(".SILENT"u8);
        if (!(reader.Space() && reader.Flags(out var flags) && reader.End()))
            return false;
        request = new StoreRequest(messages, new FlagChange(operation, flags), silent, unchangedSince);
        return true;
    }
}
