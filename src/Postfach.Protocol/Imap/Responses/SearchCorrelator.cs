using System.Buffers;

namespace Postfach.Protocol.Imap.Responses;

/// <summary>What an ESEARCH response is about: the command, how its numbers are meant, and which mailbox. RFC 9051 §7.3.4.</summary>
/// <param name="Mailbox">Null: the selected one. RFC 7377 §2.1.</param>
public readonly record struct SearchCorrelator(string Tag, bool ByUid, SearchedMailbox? Mailbox = null)
{
    /// <summary>Writes the response's beginning.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        output.WriteText($"* ESEARCH (TAG \"{Tag}\"");
        if (Mailbox is { } mailbox)
        {
            output.Write(" MAILBOX "u8);
            output.WriteMailbox(mailbox.Name, mailbox.Form);
            output.WriteText($" UIDVALIDITY {mailbox.UidValidity}");
        }

        output.Write(")"u8);
        if (ByUid)
            output.Write(" UID"u8);
    }
}

