using Postfach.Mail;

namespace Postfach.Store;

/// <summary>A message that was found, for a person to read.</summary>
/// <param name="Date">When it arrived.</param>
/// <param name="From">The From field, decoded; empty where there is none. A line, as <see cref="MarkedText"/> is.</param>
/// <param name="Subject">The Subject field likewise.</param>
/// <param name="Snippet">The text around what was searched for: that of a body, or else a field of a header. Where no text was searched for, the beginning of the text.</param>
public sealed record MessageHit(MailboxName Mailbox, Uid Uid, DateTimeOffset Date, string From, string Subject, MarkedText Snippet);
