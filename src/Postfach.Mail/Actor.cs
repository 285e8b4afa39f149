namespace Postfach.Mail;

/// <summary>Who made a change: kept with it in the change feed, so that "who answered this?" has an answer.</summary>
/// <param name="User">The log-in name, or the empty string where nobody logged in (a delivery).</param>
/// <param name="Protocol">Such as <c>imap</c>, <c>pop3</c>, <c>lmtp</c>, <c>import</c>, <c>postfach</c>.</param>
/// <param name="Client">What is known of the client: its address, the name it gives itself, a source. May be empty.</param>
public sealed record Actor(string User, string Protocol, string Client)
{
    /// <summary>The program itself: a new account's mailboxes, clean-up.</summary>
    public static readonly Actor Postfach = new("", "postfach", "");
}
