using System.Globalization;

namespace Postfach.Mail;

/// <summary>Names a mailbox in its account for as long as it lives, whatever it is renamed to.</summary>
public readonly record struct MailboxId(long Value)
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
