using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What a client that was told of one snapshot must be told to know of a later one.</summary>
/// <param name="Vanished">The expunged messages' places in the earlier snapshot, ascending.</param>
/// <param name="VanishedUids">Their UIDs.</param>
/// <param name="Changed">Messages that are in both and changed between them.</param>
/// <param name="Arrived">How many messages of the later snapshot are new; they are its last ones.</param>
public sealed record SnapshotDifference(
    IReadOnlyList<SequenceNumber> Vanished,
    UidSet VanishedUids,
    UidSet Changed,
    int Arrived)
{
    public bool IsEmpty => Vanished.Count == 0 && Changed.IsEmpty && Arrived == 0;

    /// <summary>
    /// Compares two snapshots of one mailbox. Chunks that both share are not looked into, so the cost is that of the chunks which changed.
    /// </summary>
    public static SnapshotDifference Between(MailboxSnapshot before, MailboxSnapshot after)
    {
        var walk = new Walk(before, after);
        while (walk.Step())
        {
        }

        return new SnapshotDifference(walk.Vanished, walk.VanishedUids.ToUidSet(), walk.Changed.ToUidSet(), walk.Arrived);
    }

    /// <summary>Walks both snapshots in step, by UID.</summary>
    private ref struct Walk(MailboxSnapshot before, MailboxSnapshot after)
    {
        private int _oldChunk;
        private int _oldIndex;
        private int _newChunk;
        private int _newIndex;

        public List<SequenceNumber> Vanished { get; } = [];

        public UidSet.Builder VanishedUids { get; } = new();

        public UidSet.Builder Changed { get; } = new();

        public int Arrived { get; private set; }

        public bool Step()
        {
            if (_newChunk == after.Chunks.Length)
                return VanishRest();
            if (_oldChunk == before.Chunks.Length)
            {
                Arrived = after.Exists - after.Before(_newChunk) - _newIndex;
                return false;
            }

            var (old, @new) = (before.Chunks[_oldChunk], after.Chunks[_newChunk]);
            if (_oldIndex == 0 && _newIndex == 0 && ReferenceEquals(old, @new))
            {
                (_oldChunk, _newChunk) = (_oldChunk + 1, _newChunk + 1);
                return true;
            }

            StepThrough(old, @new);
            return true;
        }

        private void StepThrough(MessageChunk old, MessageChunk @new)
        {
            var oldRecords = old.Records;
            var newRecords = @new.Records;
            var oldStates = old.States;
            var newStates = @new.States;
            while (_oldIndex < oldRecords.Length && _newIndex < newRecords.Length)
            {
                var uid = oldRecords[_oldIndex].Uid;
                if (uid == newRecords[_newIndex].Uid)
                {
                    // Not the flags: what was changed and changed back has a new mod-sequence all the same (RFC 7162 §3.1).
                    if (oldStates[_oldIndex].ModSeq != newStates[_newIndex].ModSeq)
                        Changed.Add(new Uid(uid));
                    (_oldIndex, _newIndex) = (_oldIndex + 1, _newIndex + 1);
                }
                else if (uid < newRecords[_newIndex].Uid)
                {
                    Vanish(uid);
                }
                else
                {
                    // Not at the end, so not an arrival: UIDs only grow.
                    throw new InvalidOperationException($"UID {newRecords[_newIndex].Uid} came back in mailbox {after.Mailbox}.");
                }
            }

            if (_oldIndex == oldRecords.Length)
                (_oldChunk, _oldIndex) = (_oldChunk + 1, 0);
            if (_newIndex == newRecords.Length)
                (_newChunk, _newIndex) = (_newChunk + 1, 0);
        }

        private bool VanishRest()
        {
            for (; _oldChunk < before.Chunks.Length; _oldChunk++, _oldIndex = 0)
            {
                var records = before.Chunks[_oldChunk].Records;
                while (_oldIndex < records.Length)
                    Vanish(records[_oldIndex].Uid);
            }

            return false;
        }

        private void Vanish(uint uid)
        {
            Vanished.Add(new SequenceNumber((uint)(before.Before(_oldChunk) + _oldIndex + 1)));
            VanishedUids.Add(new Uid(uid));
            _oldIndex++;
        }
    }
}
