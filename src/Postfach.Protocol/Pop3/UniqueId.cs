using Postfach.Mail;

namespace Postfach.Protocol.Pop3;

/// <summary>
/// What UIDL calls a message: 1 to 70 characters from 0x21 to 0x7E, the same in every session, never that of another message in the maildrop.
/// RFC 1939 §7.
/// </summary>
public readonly record struct UniqueId
{
    private const int MaxLength = 70;

    private UniqueId(string value) => Value = value;

    public string Value { get; }

    /// <summary>
    /// The id of a message that brought none along. A UID is never given twice while its UIDVALIDITY stays, and a UIDVALIDITY never twice; the
    /// letters in front keep it apart from the ids that other servers make of the same two numbers and that an import may bring.
    /// </summary>
    public static UniqueId Of(UidValidity validity, Uid uid) => new($"pf{validity.Value:x8}{uid.Value:x8}");

    /// <summary>The id that a message brought along from elsewhere; its own where that one is no unique-id, or looks like one of this mailbox's own.</summary>
    public static UniqueId Of(UidValidity validity, Uid uid, string? brought)
    {
        var own = Of(validity, uid);
        return brought is { Length: > 0 and <= MaxLength } && !brought.AsSpan().ContainsAnyExceptInRange('\x21', '\x7E')
            && !brought.StartsWith(own.Value.AsSpan(0, 2 + 8), StringComparison.Ordinal)
            ? new UniqueId(brought)
            : own;
    }

    public override string ToString() => Value;
}
