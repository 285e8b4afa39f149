using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Reads out of an account's feed which bodies came. Any thread may call.</summary>
internal sealed class FeedBodies(ReaderPool readers, FlagTable flags)
{
    private const int RowsAtOnce = 2000, BodiesAtOnce = 4000;

    /// <summary>Bodies that came behind a cursor, each with the cursor behind it: those of some rows.</summary>
    /// <param name="end">Where the rows that were read end: the same cursor when there are none.</param>
    public IReadOnlyList<(BodyId Body, FeedCursor Behind)> Read(FeedCursor from, out FeedCursor end)
    {
        var (bodies, last) = readers.Read((From: from, Flags: flags), static (database, wanted) =>
        {
            // The rows of other kinds are walked over, and left behind.
            var found = new List<(BodyId, FeedCursor)>();
            var last = wanted.From;
            var rows = database["SELECT modseq, at, kind, CASE kind WHEN ?2 THEN data END FROM feed WHERE modseq >= ?1 ORDER BY modseq LIMIT ?3"]
                .Bind(1, wanted.From.Done == FeedCursor.Whole ? wanted.From.ModSeq + 1 : wanted.From.ModSeq)
                .Bind(2, (long)FeedKind.Append)
                .Bind(3, RowsAtOnce);
            while (found.Count < BodiesAtOnce && rows.Step())
            {
                var (modSeq, at) = (rows.Int64(0), rows.Int64(1));
                if (rows.Int64(2) == (long)FeedKind.Append)
                {
                    var packed = new ByteReader(rows.Blob(3));
                    var records = FeedCodec.ReadMessages(ref packed, wanted.Flags).Records;
                    var done = modSeq == wanted.From.ModSeq && wanted.From.Done != FeedCursor.Whole ? wanted.From.Done : 0;
                    for (; done < records.Length; done++)
                        found.Add((new BodyId(records[done].Body), new FeedCursor(modSeq, at, done + 1)));
                }

                last = new FeedCursor(modSeq, at, FeedCursor.Whole);
            }

            rows.Reset();
            return (found, last);
        });
        end = last;
        return bodies;
    }

    /// <summary>Whether the feed has the row that a cursor stands at.</summary>
    public bool Has(FeedCursor cursor) => cursor.ModSeq == 0 || readers.Read(cursor, static (database, wanted) =>
    {
        var row = database["SELECT 1 FROM feed WHERE modseq = ?1 AND at = ?2"].Bind(1, wanted.ModSeq).Bind(2, wanted.At);
        var has = row.Step();
        row.Reset();
        return has;
    });

    /// <summary>Which of some bodies are still in the account's file.</summary>
    public bool[] AreThere(uint[] bodies)
    {
        var there = new bool[bodies.Length];
        for (var start = 0; start < bodies.Length; start += BodiesAtOnce)
        {
            // A read transaction that is open long keeps the writer's log from ending.
            readers.Read((Bodies: bodies, There: there, Start: start), static (database, asked) =>
            {
                for (var i = asked.Start; i < Math.Min(asked.Bodies.Length, asked.Start + BodiesAtOnce); i++)
                {
                    var row = database["SELECT 1 FROM body WHERE id = ?1"].Bind(1, asked.Bodies[i]);
                    asked.There[i] = row.Step();
                    row.Reset();
                }

                return true;
            });
        }

        return there;
    }

    /// <summary>The account's file, as it tells itself from others.</summary>
    public byte[] Incarnation() => readers.Read(0, static (database, _) =>
    {
        var row = database["SELECT incarnation FROM account"];
        var incarnation = row.Step() ? row.Blob(0).ToArray() : [];
        row.Reset();
        return incarnation;
    });
}
