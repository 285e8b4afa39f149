namespace Postfach.Mime;

internal enum AddressKind
{
    Mailbox,
    GroupStart,
    GroupEnd,
}

/// <summary>One element of an address list, or a mark in it; its group's name is <see cref="Mailbox"/>. RFC 9051 §7.5.2.</summary>
internal readonly ref struct Address(AddressKind kind)
{
    public AddressKind Kind { get; } = kind;

    public ReadOnlySpan<byte> Name { get; init; }

    public ReadOnlySpan<byte> Route { get; init; }

    public ReadOnlySpan<byte> Mailbox { get; init; }

    public ReadOnlySpan<byte> Host { get; init; }

    public bool IsEmpty => Kind == AddressKind.Mailbox && Name.IsEmpty && Mailbox.IsEmpty && Host.IsEmpty;
}
