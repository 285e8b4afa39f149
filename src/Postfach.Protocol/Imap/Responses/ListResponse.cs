using System.Buffers;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Responses;

/// <summary>One line of LIST's answer, or LSUB's. RFC 9051 §7.3.1; the uses: RFC 6154 §2; the children: RFC 3348 §3.</summary>
/// <param name="Selectable">False: the name only has mailboxes below it.</param>
/// <param name="HasChildren">Null: not told.</param>
public sealed record ListResponse(string Name, bool Selectable, bool? HasChildren, SpecialUse Use)
{
    /// <param name="command">LIST or LSUB.</param>
    public void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> command)
    {
        output.Write("* "u8);
        output.Write(command);
        output.WriteText($" ({string.Join(' ', Attributes())}) \"{MailboxName.Delimiter}\" ");
        output.WriteMailbox(Name);
        output.Write("\r\n"u8);
    }

    private IEnumerable<string> Attributes()
    {
        if (!Selectable)
            yield return "\\Noselect";
        if (HasChildren is { } children)
            yield return children ? "\\HasChildren" : "\\HasNoChildren";
        if (Use != SpecialUse.None)
            yield return "\\" + Use;
    }
}
