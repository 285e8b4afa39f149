using System.Buffers;
using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>
/// What the messages of an account are ordered and threaded by. It is made out of what was prepared when they came, behind the deliveries or when somebody orders or
/// threads them sooner, and kept in the account's file. Any thread may call; no read transaction is open between calls.
/// </summary>
internal sealed class AccountKeys(ReaderPool readers, BodyReader bodies, AccountWriter writer)
{
    private const int MessagesAtATime = 4096, KeptAtATime = 1000;

    // A header beyond this is no header any more.
    private const int MaxHeaderBytes = 4 << 20;

    /// <summary>Gives the keys of all messages, those that have to be made last.</summary>
    /// <returns>The messages whose keys could not be made, since they could not be read.</returns>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public Task<IReadOnlyList<(BodyId Body, StoreException Why)>> ReadAsync(IReadOnlyList<Message> messages, IKeySink sink, CancellationToken ct)
    {
        var wanted = new BodyId[messages.Count];
        for (var i = 0; i < wanted.Length; i++)
            wanted[i] = messages[i].Body;
        return ReadAsync(wanted, sink, ct);
    }

    /// <summary>The same, by bodies.</summary>
    public async Task<IReadOnlyList<(BodyId Body, StoreException Why)>> ReadAsync(IReadOnlyList<BodyId> wanted, IKeySink sink, CancellationToken ct)
    {
        var missing = new List<int>();
        for (var start = 0; start < wanted.Count; start += MessagesAtATime)
        {
            ct.ThrowIfCancellationRequested();
            ReadSome(wanted, start, Math.Min(MessagesAtATime, wanted.Count - start), sink, missing);
            await Task.Yield();
        }

        return missing.Count == 0 ? [] : await MakeAsync(wanted, missing, sink, ct);
    }

    private void ReadSome(IReadOnlyList<BodyId> wanted, int start, int count, IKeySink sink, List<int> missing)
    {
        var scan = new KeyScan(readers);
        try
        {
            for (var i = start; i < start + count; i++)
            {
                var body = wanted[i];
                KeyTexts texts = default;
                if (scan.TryGetNumbers(body, out var numbers) && (!sink.WantsTexts || scan.TryGetTexts(body, out texts)))
                    sink.Take(i, numbers, texts);
                else
                    missing.Add(i);
            }
        }
        finally
        {
            scan.Dispose();
        }
    }

    private async Task<IReadOnlyList<(BodyId Body, StoreException Why)>> MakeAsync(
        IReadOnlyList<BodyId> wanted, List<int> missing, IKeySink sink, CancellationToken ct)
    {
        var unreadable = new List<(BodyId, StoreException)>();
        var reader = new MessageKeysReader();
        foreach (var some in missing.Chunk(KeptAtATime))
        {
            ct.ThrowIfCancellationRequested();
            var made = MakeSome(wanted, some, reader, sink, unreadable);
            await KeepAsync(made, ct);
        }

        return unreadable;
    }

    private List<(BodyId Body, MessageKeys Keys)> MakeSome(
        IReadOnlyList<BodyId> wanted, int[] some, MessageKeysReader reader, IKeySink sink, List<(BodyId, StoreException)> unreadable)
    {
        var made = new List<(BodyId Body, MessageKeys Keys)>(some.Length);
        var batch = bodies.BeginBatch();
        try
        {
            foreach (var index in some)
            {
                try
                {
                    var keys = Make(ref batch, reader, wanted[index]);
                    made.Add((wanted[index], keys));
                    KeyNumbers.TryOpen(keys.Numbers.Span, out var numbers);
                    KeyTexts.TryOpen(keys.Texts.Span, out var texts);
                    sink.Take(index, numbers, texts);
                }
                catch (StoreException e)
                {
                    // One message that is damaged keeps nobody from the others.
                    unreadable.Add((wanted[index], e));
                }
            }
        }
        finally
        {
            batch.Dispose();
        }

        return made;
    }

    private async Task KeepAsync(List<(BodyId Body, MessageKeys Keys)> made, CancellationToken ct)
    {
        try
        {
            await writer.RunAsync(
                scope =>
                {
                    foreach (var (body, keys) in made)
                        scope.File.Keys.Keep(body, keys);
                    return true;
                },
                ct);
        }
        catch (StoreException)
        {
            // Nothing can be written now; they are made again the next time.
        }
    }

    private MessageKeys Make(ref BodyBatch batch, MessageKeysReader reader, BodyId body)
    {
        batch.MoveTo(body);
        var envelope = batch.Envelope.ToArray();
        return batch.TryGetListedFields(out var fields) ? reader.Read(envelope, fields) : reader.Read(envelope, Header(body, batch.Sections));
    }

    private ReadOnlySpan<byte> Header(BodyId body, MessageSections sections)
    {
        var header = new ArrayBufferWriter<byte>();
        if (sections.TryFind([], SectionPart.Header, out var range))
            bodies.WriteBytes(body, range.Offset, Math.Min(range.Length, MaxHeaderBytes), header);
        return header.WrittenSpan;
    }
}
