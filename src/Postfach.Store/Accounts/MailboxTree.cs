using System.Collections.Immutable;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>An account's mailboxes by name, as they were after one committed change. Immutable.</summary>
/// <param name="ByName">In the order of <see cref="MailboxName.TreeOrder"/>.</param>
/// <param name="Subscriptions">Subscribed names, also of mailboxes that do not exist. RFC 9051 §6.3.7.</param>
public sealed record MailboxTree(ImmutableSortedDictionary<string, MailboxEntry> ByName, ImmutableSortedSet<string> Subscriptions)
{
    public static readonly MailboxTree Empty = new(
        ImmutableSortedDictionary.Create<string, MailboxEntry>(MailboxName.TreeOrder),
        ImmutableSortedSet.Create<string>(MailboxName.TreeOrder));

    public MailboxEntry? Find(MailboxName name) => ByName.GetValueOrDefault(name.Value);

    internal MailboxTree With(MailboxEntry entry) => this with { ByName = ByName.SetItem(entry.Name.Value, entry) };

    internal MailboxTree Without(MailboxName name) => this with { ByName = ByName.Remove(name.Value) };

    internal MailboxTree WithSubscription(MailboxName name, bool subscribed) =>
        this with { Subscriptions = subscribed ? Subscriptions.Add(name.Value) : Subscriptions.Remove(name.Value) };
}
