namespace Postfach.Mime;

/// <summary>
/// What a message is ordered and threaded by, packed: to be read by <see cref="KeyNumbers"/> and <see cref="KeyTexts"/>. Derived: it can be made again at any time.
/// </summary>
public sealed record MessageKeys(ReadOnlyMemory<byte> Numbers, ReadOnlyMemory<byte> Texts)
{
    /// <summary>Stands first in both; keys of another version are made again.</summary>
    public const byte Version = 2;
}
