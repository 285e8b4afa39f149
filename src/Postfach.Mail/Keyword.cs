using System.Buffers;

namespace Postfach.Mail;

/// <summary>A flag that its users name, such as <c>$Forwarded</c>; an atom, compared without regard to case. RFC 9051 §2.3.2.</summary>
public readonly struct Keyword : IEquatable<Keyword>, IComparable<Keyword>
{
    /// <summary>The longest keyword taken, in characters: a bound of ours, so that a hostile one cannot fill a chunk.</summary>
    public const int MaxLength = 255;

    // RFC 9051 §9: atom is 1*ATOM-CHAR; ATOM-CHAR is any CHAR except atom-specials.
    private static readonly SearchValues<char> AtomCharacters = SearchValues.Create(
        "!#$&'+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[^_`abcdefghijklmnopqrstuvwxyz|}~");

    private readonly string? _name;

    private Keyword(string name) => _name = name;

    public string Name => _name ?? "";

    /// <summary>Reads a keyword; false when it is no atom or too long.</summary>
    public static bool TryParse(string name, out Keyword keyword)
    {
        var ok = name.Length is > 0 and <= MaxLength && !name.AsSpan().ContainsAnyExcept(AtomCharacters);
        keyword = ok ? new Keyword(name) : default;
        return ok;
    }

    public bool Equals(Keyword other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    public int CompareTo(Keyword other) => string.Compare(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is Keyword other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    public override string ToString() => Name;

    public static bool operator ==(Keyword left, Keyword right) => left.Equals(right);

    public static bool operator !=(Keyword left, Keyword right) => !left.Equals(right);

    public static bool operator <(Keyword left, Keyword right) => left.CompareTo(right) < 0;

    public static bool operator <=(Keyword left, Keyword right) => left.CompareTo(right) <= 0;

    public static bool operator >(Keyword left, Keyword right) => left.CompareTo(right) > 0;

    public static bool operator >=(Keyword left, Keyword right) => left.CompareTo(right) >= 0;
}
