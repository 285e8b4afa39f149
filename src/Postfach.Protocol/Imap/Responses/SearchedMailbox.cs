using Postfach.Mail;

namespace Postfach.Protocol.Imap.Responses;

/// <summary>The mailbox that an ESEARCH response is about. RFC 7377 §2.1.</summary>
/// <param name="Form">How its name travels.</param>
public readonly record struct SearchedMailbox(string Name, MailboxNameForm Form, UidValidity UidValidity);
