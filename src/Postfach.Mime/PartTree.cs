using System.Runtime.InteropServices;

namespace Postfach.Mime;

/// <summary>
/// The parts of a message in the order in which they begin, so that a part's descendants follow it; and the fields kept of their headers.
/// </summary>
internal sealed class PartTree
{
    private const int KeptCapacity = 256;

    private readonly List<Part> _parts = [];
    private readonly List<Field> _fields = [];

    private readonly record struct Field(FieldKind Kind, int Start, int Length);

    /// <summary>The values of the fields, unfolded, one after another.</summary>
    public ByteBuffer Kept { get; } = new(2048);

    public int Count => _parts.Count;

    public int FieldCount => _fields.Count;

    public ref Part this[int index] => ref CollectionsMarshal.AsSpan(_parts)[index];

    public bool HasChildren(int part) => Count > part + 1;

    public void Reset()
    {
        _parts.Clear();
        _fields.Clear();
        Kept.Reset();
        if (_parts.Capacity > KeptCapacity)
            _parts.Capacity = KeptCapacity;
        if (_fields.Capacity > KeptCapacity)
            _fields.Capacity = KeptCapacity;
    }

    public int Add(int parent, long start, long linesBefore)
    {
        var depth = parent < 0 ? 0 : this[parent].Depth + 1;
        var isMessage = parent < 0 || this[parent].Kind == PartKind.Message;
        _parts.Add(new Part
        {
            Parent = parent,
            Depth = depth,
            IsMessage = isMessage,
            HeaderStart = start,
            LinesBefore = linesBefore,
            FirstField = _fields.Count,
        });
        return Count - 1;
    }

    /// <summary>Keeps a field of the newest part: what <see cref="Kept"/> got since <paramref name="start"/>.</summary>
    public void AddField(FieldKind kind, int start)
    {
        _fields.Add(new Field(kind, start, Kept.Length - start));
        ref var part = ref this[Count - 1];
        part.FieldCount++;
        part.FieldsSeen |= 1u << (int)kind;
    }

    public bool Has(int part, FieldKind kind) => (this[part].FieldsSeen & (1u << (int)kind)) != 0;

    /// <summary>A part's fields of a kind, in order: the next one from <paramref name="place"/> on, which starts at 0.</summary>
    public bool TryNext(int part, FieldKind kind, scoped ref int place, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!Has(part, kind))
            return false;
        for (; place < this[part].FieldCount; place++)
        {
            var field = _fields[this[part].FirstField + place];
            if (field.Kind != kind)
                continue;
            value = Kept.Slice(field.Start, field.Length);
            place++;
            return true;
        }

        return false;
    }

    public bool TryGet(int part, FieldKind kind, out ReadOnlySpan<byte> value)
    {
        var place = 0;
        return TryNext(part, kind, ref place, out value);
    }
}
