using System.Collections.Concurrent;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Numbers the distinct flag sets of an open account, so that a message holds four bytes for its flags and equal flags compare as numbers.
/// Only grows; safe to read from any thread while any thread adds.
/// </summary>
internal sealed class FlagTable
{
    /// <summary>The number of the empty set.</summary>
    public const int None = 0;

    private readonly ConcurrentDictionary<FlagSet, int> _numbers = new();
    private readonly Lock _growing = new();
    private volatile FlagSet[] _sets = new FlagSet[16];
    private int _count;

    public FlagTable() => NumberOf(FlagSet.Empty);

    public FlagSet this[int number] => _sets[number];

    public int NumberOf(FlagSet flags)
    {
        if (_numbers.TryGetValue(flags, out var known))
            return known;
        lock (_growing)
        {
            if (_numbers.TryGetValue(flags, out known))
                return known;
            if (_count == _sets.Length)
            {
                var larger = new FlagSet[_count * 2];
                _sets.CopyTo(larger, 0);
                larger[_count] = flags;
                _sets = larger;
            }
            else
            {
                _sets[_count] = flags;
            }

            // The set is in place before its number can be found.
            _numbers[flags] = _count;
            return _count++;
        }
    }
}
