using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Gives the messages of a set that are in a snapshot, in order, some at a time. Not thread-safe.</summary>
public sealed class MessageCursor
{
    private readonly MailboxSnapshot _snapshot;
    private readonly UidSet _uids;
    private int _range, _chunk, _index, _left;

    internal MessageCursor(MailboxSnapshot snapshot, UidSet uids) => (_snapshot, _uids) = (snapshot, uids);

    /// <summary>Fills in the next messages.</summary>
    /// <returns>How many; 0: there are no more.</returns>
    public int Read(Span<Message> messages)
    {
        var read = 0;
        while (read < messages.Length && (_left > 0 || NextRange()))
        {
            var chunk = _snapshot.Chunks[_chunk];
            var take = Math.Min(Math.Min(_left, chunk.Count - _index), messages.Length - read);
            for (var i = 0; i < take; i++)
                messages[read++] = _snapshot.MessageAt(_chunk, _index + i);
            _left -= take;
            _index += take;
            if (_index == chunk.Count)
                (_chunk, _index) = (_chunk + 1, 0);
        }

        return read;
    }

    private bool NextRange()
    {
        while (_range < _uids.Ranges.Length)
        {
            var (first, last) = _snapshot.PlacesOf(_uids.Ranges[_range++]);
            if (first > last)
                continue;
            (_chunk, _index) = _snapshot.Locate(first - 1);
            _left = last - first + 1;
            return true;
        }

        return false;
    }
}
