using Postfach.Mail;

namespace Postfach.Protocol.Imap;

/// <summary>A mailbox's name as a client gave it.</summary>
/// <param name="Name">Null when no mailbox can have it.</param>
/// <param name="Why">Then the reason, for its user.</param>
/// <param name="Given">As the client spelled it.</param>
public readonly record struct MailboxArgument(MailboxName? Name, string Why, string Given)
{
    /// <summary>The name as the client spelled it, where that is not how it is kept; else null. RFC 9051 §6.3.9.7.</summary>
    public string? OldName => Name is { } name && name.Value != Given ? Given : null;

    public static MailboxArgument From(ReadOnlySpan<byte> value, MailboxNameForm form)
    {
        if (!MailboxNameCodec.TryDecode(value, form, out var text))
            return new MailboxArgument(null, "The mailbox name is neither modified UTF-7 nor UTF-8", "");
        return MailboxName.TryParse(text, out var name, out var why) ? new MailboxArgument(name, "", text) : new MailboxArgument(null, why, text);
    }

    /// <summary>The same name, where a delimiter at its end only says that there will be mailboxes below. RFC 9051 §6.3.4.</summary>
    public static MailboxArgument ForCreate(ReadOnlySpan<byte> value, MailboxNameForm form) =>
        From(value.Length > 1 && value[^1] == MailboxName.Delimiter ? value[..^1] : value, form);
}
