using Postfach.Mail;
using Postfach.Protocol.Pop3;
using Postfach.Store;

namespace Postfach.Server.Pop3;

/// <summary>
/// What a POP3 session sees: INBOX as it was at log-in, less what the client has marked as deleted. RFC 1939 §4, §5. Not thread-safe.
/// </summary>
/// <param name="uniqueIds">What messages were called elsewhere, as far as they brought it along.</param>
internal sealed class Maildrop(MailboxSnapshot snapshot, IReadOnlyDictionary<Uid, string> uniqueIds)
{
    private readonly HashSet<uint> _deleted = [];
    private long _deletedOctets;

    public MailboxId Mailbox => snapshot.Mailbox;

    /// <summary>Messages that are not marked.</summary>
    public int Count => snapshot.Exists - _deleted.Count;

    /// <summary>The sum of their exact sizes.</summary>
    public long Octets => snapshot.Bytes - _deletedOctets;

    /// <summary>The UIDs of the marked messages.</summary>
    public UidSet DeletedUids => UidSet.From(_deleted.Select(number => snapshot[new SequenceNumber(number)].Uid));

    /// <summary>A message that is there and not marked.</summary>
    public bool TryGet(MessageNumber number, out Message message)
    {
        var exists = number.Value >= 1 && number.Value <= (uint)snapshot.Exists && !_deleted.Contains(number.Value);
        message = exists ? snapshot[new SequenceNumber(number.Value)] : default;
        return exists;
    }

    /// <summary>The messages that are not marked, in order.</summary>
    public IEnumerable<Message> Messages() => snapshot.Messages().Where(message => !_deleted.Contains(message.Number.Value));

    public void Delete(in Message message)
    {
        if (_deleted.Add(message.Number.Value))
            _deletedOctets += message.Size;
    }

    /// <summary>Takes all marks back.</summary>
    public void Reset()
    {
        _deleted.Clear();
        _deletedOctets = 0;
    }

    public static ScanListing ScanListingOf(in Message message) => new(NumberOf(message), message.Size);

    public UniqueIdListing UniqueIdListingOf(in Message message) =>
        new(NumberOf(message), UniqueId.Of(snapshot.UidValidity, message.Uid, uniqueIds.GetValueOrDefault(message.Uid)));

    private static MessageNumber NumberOf(in Message message) => new(message.Number.Value);
}
