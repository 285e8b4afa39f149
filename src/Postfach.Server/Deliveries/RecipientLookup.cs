using Postfach.Mail;
using Postfach.Protocol.Lmtp;
using Postfach.Store;

namespace Postfach.Server.Deliveries;

/// <summary>Whose mail an address is: the user's of that name, or else of that name without the detail behind a <c>+</c>.</summary>
internal static class RecipientLookup
{
    public static Recipient? Find(UserDirectory users, MailPath path)
    {
        if (FindExact(users, path) is { } named)
            return new Recipient(path, named, Mailbox: null);

        // RFC 5233 §1: user+detail. Nobody is named just "+detail".
        var plus = path.LocalPart.IndexOf('+', StringComparison.Ordinal);
        return plus > 0 && FindExact(users, path with { LocalPart = path.LocalPart[..plus] }) is { } user
            ? new Recipient(path, user, path.LocalPart[(plus + 1)..])
            : null;
    }

    private static User? FindExact(UserDirectory users, MailPath path)
    {
        var name = path.Domain.Length == 0 ? path.LocalPart : $"{path.LocalPart}@{path.Domain}";
        return UserName.TryParse(name, out var userName, out _) ? users.Find(userName) : null;
    }
}
