using Postfach.Mail;

namespace Postfach.Store;

/// <summary>The bytes in which the change feed and the chunks keep UID sets, flags and messages.</summary>
internal static class FeedCodec
{
    public static void Write(ByteWriter writer, UidSet uids)
    {
        writer.Unsigned((ulong)uids.Ranges.Length);
        long last = 0;
        foreach (var range in uids.Ranges)
        {
            writer.Unsigned((ulong)(range.First.Value - last));
            writer.Unsigned((ulong)(range.Count - 1));
            last = range.Last.Value;
        }
    }

    public static UidSet ReadUids(ref ByteReader reader)
    {
        var builder = new UidSet.Builder();
        ulong last = 0;
        for (var left = reader.Unsigned(); left > 0; left--)
        {
            var first = last + reader.Unsigned();
            last = first + reader.Unsigned();
            builder.Add(new UidRange(new Uid(checked((uint)first)), new Uid(checked((uint)last))));
        }

        return builder.ToUidSet();
    }

    public static void Write(ByteWriter writer, FlagSet flags)
    {
        writer.Unsigned((ulong)flags.System);
        writer.Unsigned((ulong)flags.Keywords.Length);
        foreach (var keyword in flags.Keywords)
            writer.Text(keyword.Name);
    }

    public static FlagSet ReadFlags(ref ByteReader reader)
    {
        var system = (MessageFlags)reader.Unsigned();
        var keywords = new Keyword[checked((int)reader.Unsigned())];
        for (var i = 0; i < keywords.Length; i++)
        {
            if (!Keyword.TryParse(reader.Text(), out keywords[i]))
                throw new StoreException("A keyword in the account's file is damaged.");
        }

        return keywords.Length == 0 && system == MessageFlags.None ? FlagSet.Empty : FlagSet.Of(system, keywords);
    }

    public static void Write(ByteWriter writer, FlagChange change)
    {
        writer.Unsigned((ulong)change.Operation);
        Write(writer, change.Flags);
    }

    public static FlagChange ReadChange(ref ByteReader reader) => new((FlagOperation)reader.Unsigned(), ReadFlags(ref reader));

    /// <summary>Messages column by column, each as the difference to the one before; flag sets once each, in front.</summary>
    public static void Write(ByteWriter writer, ReadOnlySpan<MessageRecord> records, ReadOnlySpan<MessageState> states, FlagTable flags)
    {
        writer.Unsigned((ulong)records.Length);
        var places = new Dictionary<int, int>();
        foreach (ref readonly var state in states)
            places.TryAdd(state.Flags, places.Count);
        writer.Unsigned((ulong)places.Count);
        foreach (var number in places.Keys)
            Write(writer, flags[number]);
        MessageRecord last = default;
        long lastModSeq = 0;
        for (var i = 0; i < records.Length; i++)
        {
            ref readonly var record = ref records[i];
            writer.Signed((long)record.Uid - last.Uid);
            writer.Unsigned(record.Size);
            writer.Signed((long)record.Body - last.Body);
            writer.Signed((long)record.SaveDate - last.SaveDate);
            writer.Signed(record.InternalDate - last.InternalDate);
            writer.Signed(states[i].ModSeq - lastModSeq);
            writer.Unsigned((ulong)places[states[i].Flags]);
            (last, lastModSeq) = (record, states[i].ModSeq);
        }
    }

    public static MessageChunk.Rows ReadMessages(ref ByteReader reader, FlagTable flags)
    {
        var count = checked((int)reader.Unsigned());
        var numbers = new int[checked((int)reader.Unsigned())];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = flags.NumberOf(ReadFlags(ref reader));
        var rows = new MessageChunk.Rows(new MessageRecord[count], new MessageState[count]);
        MessageRecord last = default;
        long modSeq = 0;
        for (var i = 0; i < count; i++)
        {
            last = new MessageRecord(
                Uid: (uint)(last.Uid + reader.Signed()),
                Size: (uint)reader.Unsigned(),
                Body: (uint)(last.Body + reader.Signed()),
                SaveDate: (uint)(last.SaveDate + reader.Signed()),
                InternalDate: last.InternalDate + reader.Signed());
            modSeq += reader.Signed();
            rows.Records[i] = last;
            rows.States[i] = new MessageState(modSeq, numbers[checked((int)reader.Unsigned())]);
        }

        return rows;
    }
}
