using System.Buffers;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Responses;

/// <summary>One line of LIST's answer, or LSUB's. RFC 9051 §7.3.1; the uses: RFC 6154 §2; the children: RFC 3348 §3.</summary>
/// <param name="HasSubscribedBelow">RFC 9051 §6.3.9.6: CHILDINFO, for the names of RECURSIVEMATCH.</param>
public sealed record ListResponse(string Name, MailboxAttributes Attributes, SpecialUse Use = SpecialUse.None, bool HasSubscribedBelow = false)
{
    private static readonly (MailboxAttributes Attribute, string Word)[] Words =
    [
        (MailboxAttributes.NonExistent, "\\NonExistent"),
        (MailboxAttributes.NoSelect, "\\Noselect"),
        (MailboxAttributes.Subscribed, "\\Subscribed"),
        (MailboxAttributes.HasChildren, "\\HasChildren"),
        (MailboxAttributes.HasNoChildren, "\\HasNoChildren"),
    ];

    /// <summary>The name that it had before, or as the client spelled it; null: nothing to tell. RFC 9051 §6.3.9.7.</summary>
    public string? OldName { get; init; }

    /// <param name="command">LIST or LSUB.</param>
    public void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> command, MailboxNameForm names)
    {
        output.Write("* "u8);
        output.Write(command);
        output.Write(" ("u8);
        var isFirst = true;
        foreach (var (attribute, word) in Words)
        {
            if ((Attributes & attribute) != 0)
                Next(word);
        }

        if (Use != SpecialUse.None)
            Next("\\" + Use);
        output.WriteText($") \"{MailboxName.Delimiter}\" ");
        output.WriteMailbox(Name, names);
        if (HasSubscribedBelow)
            output.Write(" (\"CHILDINFO\" (\"SUBSCRIBED\"))"u8);
        if (OldName is not null)
        {
            output.Write(" (\"OLDNAME\" ("u8);
            output.WriteMailbox(OldName, names);
            output.Write("))"u8);
        }

        output.Write("\r\n"u8);

        void Next(string word)
        {
            if (!isFirst)
                output.Write(" "u8);
            isFirst = false;
            output.WriteText(word);
        }
    }
}
