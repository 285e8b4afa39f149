using System.Diagnostics.CodeAnalysis;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>SELECT mailbox [(parameters)]</c> and <c>EXAMINE</c>. RFC 9051 §6.3.2; the parameters: RFC 7162 §3.1.8, §3.2.5.</summary>
/// <param name="CondStore">The client wants to hear of mod-sequences from now on.</param>
/// <param name="Known">What the client knows of the mailbox already; null: it does not say.</param>
public sealed record SelectRequest(MailboxArgument Mailbox, bool CondStore, QResync? Known)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out SelectRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.Mailbox(out var mailbox)))
            return false;
        var condStore = false;
        QResync? known = null;
        if (!reader.AtEnd && !(reader.Space() && TryReadParameters(ref reader, ref condStore, ref known)))
            return false;
        if (!reader.End())
            return false;
        request = new SelectRequest(mailbox, condStore, known);
        return true;
    }

    private static bool TryReadParameters(ref ImapReader reader, ref bool condStore, ref QResync? known)
    {
        if (!reader.Byte((byte)'(', "The parameters are missing"))
            return false;
        do
        {
            if (reader.Take("CONDSTORE"u8))
                condStore = true;
            else if (!reader.Take("QRESYNC"u8))
                return reader.Fail("There is no such parameter of SELECT");
            else if (known is not null)
                return reader.Fail("QRESYNC comes twice");
            else if (!(reader.Space() && QResync.TryRead(ref reader, out known)))
                return false;
        }
        while (reader.Take((byte)' '));
        return reader.Byte((byte)')', "The parameters do not end");
    }
}
