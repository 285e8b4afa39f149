namespace Postfach.Mime;

/// <summary>Names of header fields that are looked for, without regard to the case of ASCII letters. Immutable and thread-safe.</summary>
public sealed class FieldNames
{
    // More names than this are looked up, so that many fields times many names cost no more than both.
    private const int ComparedOneByOne = 16;

    private readonly byte[][] _names;
    private readonly HashSet<byte[]>? _lookup;

    // One bit a length: most fields of a header are ruled out by theirs.
    private readonly ulong _lengths;

    public FieldNames(IEnumerable<byte[]> names)
    {
        _names = [.. names];
        _lookup = _names.Length <= ComparedOneByOne ? null : new HashSet<byte[]>(_names, FieldNameComparer.Instance);
        foreach (var name in _names)
            _lengths |= BitOf(name.Length);
    }

    /// <summary>RFC 9051 §6.4.5.1: the name as a whole. A line without a name has none of them.</summary>
    public bool Contain(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || (_lengths & BitOf(name.Length)) == 0)
            return false;
        if (_lookup is not null)
            return _lookup.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(name);
        foreach (var wanted in _names)
        {
            if (FieldNameComparer.SameName(wanted, name))
                return true;
        }

        return false;
    }

    /// <summary>Whether all of the others are among them.</summary>
    public bool Contain(FieldNames others) => others._names.All(n => Contain(n));

    private static ulong BitOf(int length) => 1UL << Math.Min(length, 63);
}
