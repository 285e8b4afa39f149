using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Indexes the bodies that came next.</summary>
internal sealed class IndexBatch(IndexFile file, FeedBodies feed, MessageTexts texts, BodySet indexed)
{
    private const int MaxBodies = 2000;

    private const long MaxBytes = 12 << 20;

    private readonly WordSet _words = new();
    private readonly HashSet<uint> _seen = [];

    /// <summary>A segment was written.</summary>
    public bool HasWritten { get; private set; }

    /// <returns>Whether there is more to do.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var came = feed.Read(file.Cursor, out var end);
        if (end == file.Cursor)
            return false;
        var cursor = await GatherAsync(came, end, ct);
        if (_words.Bodies.Count == 0)
        {
            file.Pass(cursor);
            return true;
        }

        using (var transaction = file.Begin())
        {
            SegmentWriter.Write(file.Tables, _words);
            file.MoveTo(cursor);
            transaction.Commit();
        }

        HasWritten = true;
        foreach (var body in _words.Bodies)
            indexed.Add(new BodyId(body));
        return true;
    }

    /// <returns>How far it came.</returns>
    private async Task<FeedCursor> GatherAsync(IReadOnlyList<(BodyId Body, FeedCursor Behind)> came, FeedCursor end, CancellationToken ct)
    {
        var reader = new BodyWords(_words);
        for (var i = 0; i < came.Count; i++)
        {
            if (_words.Bodies.Count >= MaxBodies || _words.Bytes >= MaxBytes)
                return came[i - 1].Behind; // there was one before: a batch begins empty
            if (!indexed.Contains(came[i].Body) && _seen.Add(came[i].Body.Value))
                await AddAsync(came[i].Body, reader, ct);
        }

        return end;
    }

    private async Task AddAsync(BodyId body, BodyWords reader, CancellationToken ct)
    {
        _words.Begin();
        reader.BeginMessage();
        try
        {
            await texts.ReadAsync(body, reader, ct);
            reader.EndMessage();
        }
        catch (StoreException)
        {
            // It has gone meanwhile, or is damaged: who searches it is told.
            _words.TakeBack();
            return;
        }

        if (reader.IsTooMuch)
            _words.TakeBack();
        else
            _words.Keep(body.Value);
    }
}
