using System.Buffers.Binary;
using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>
/// Which messages of an account belong together, across its mailboxes. Threads are given behind the deliveries, in the order in which messages came; who asks sooner
/// has them given to all messages there are. Any thread may call. RFC 8474 §5.2.
/// </summary>
internal sealed class AccountThreads(ReaderPool readers, AccountKeys keys, BodyReader bodies, AccountWriter writer)
{
    // RFC 8474 leaves it open how; whoever makes up a thousand ancestors has no better claim to the ones in the middle.
    private const int MaxReferences = 100;

    private const int GivenAtATime = 1000;

    /// <summary>The threads of messages.</summary>
    /// <exception cref="StoreException">They could not be read, or not be made to last.</exception>
    public async Task<IReadOnlyDictionary<BodyId, ThreadId>> OfAsync(IReadOnlyCollection<BodyId> wanted, CancellationToken ct)
    {
        var found = Read(wanted);
        if (found.Count == wanted.Count)
            return found;
        await GiveAllAsync(ct);
        return Read(wanted);
    }

    /// <summary>The bodies of all messages of a thread.</summary>
    /// <exception cref="StoreException">They could not be read, or not be made to last.</exception>
    public async Task<IReadOnlySet<BodyId>> BodiesOfAsync(ThreadId thread, CancellationToken ct)
    {
        await GiveAllAsync(ct);
        return readers.Read(thread, static (database, wanted) =>
        {
            var rows = database["SELECT body FROM thread_of WHERE thread = ?1"].Bind(1, wanted.Value);
            var found = new HashSet<BodyId>();
            while (rows.Step())
                found.Add(new BodyId((uint)rows.Int64(0)));
            rows.Reset();
            return found;
        });
    }

    /// <summary>Those that were given already.</summary>
    /// <exception cref="StoreException">They could not be read.</exception>
    public Dictionary<BodyId, ThreadId> Read(IReadOnlyCollection<BodyId> wanted) => readers.Read(wanted, static (database, bodies) =>
    {
        var cursor = new RowCursor(database["SELECT body, thread FROM thread_of WHERE body >= ?1 ORDER BY body"]);
        var found = new Dictionary<BodyId, ThreadId>(bodies.Count);
        foreach (var body in bodies)
        {
            if (cursor.MoveTo(body.Value))
                found[body] = new ThreadId(cursor.Row.Int64(1));
        }

        cursor.End();
        return found;
    });

    /// <summary>What the threads of messages hang on; their keys are made where they are missing.</summary>
    /// <exception cref="StoreException">The file cannot be read, or one of them is not in it.</exception>
    public async Task<IReadOnlyList<ThreadSeed>> SeedsAsync(IReadOnlyList<BodyId> wanted, CancellationToken ct)
    {
        var seeds = new Seeds(wanted);
        await keys.ReadAsync(wanted, seeds, ct);
        for (var i = 0; i < wanted.Count; i++)
        {
            // Of a message that cannot be read, too: each belongs to a thread, if only to its own.
            if (!seeds.IsNamed(i))
                seeds.Name(i, BinaryPrimitives.ReadUInt64LittleEndian(bodies.Identity(wanted[i]).Hash));
        }

        return seeds.All;
    }

    /// <summary>Gives threads to all messages that have none.</summary>
    private async Task GiveAllAsync(CancellationToken ct)
    {
        while (await writer.RunAsync(scope => scope.File.Threads.ReadMissing(GivenAtATime), ct) is { Count: > 0 } missing)
        {
            var seeds = await SeedsAsync(missing, ct);
            await writer.RunAsync(
                scope =>
                {
                    foreach (var seed in seeds)
                        scope.File.Threads.Give(seed);
                    return true;
                },
                ct);
        }
    }

    private sealed class Seeds(IReadOnlyList<BodyId> bodies) : IKeySink
    {
        private readonly ThreadSeed[] _seeds = [.. bodies.Select(b => new ThreadSeed(b, 0, [], 0))];

        public IReadOnlyList<ThreadSeed> All => _seeds;

        public bool WantsTexts => false;

        public bool IsNamed(int index) => _seeds[index].Id != 0 || _seeds[index].References.Length > 0;

        public void Name(int index, ulong content) => _seeds[index] = _seeds[index] with { Content = content };

        public void Take(int index, in KeyNumbers numbers, in KeyTexts texts)
        {
            var count = numbers.ReferenceCount;
            var references = new ulong[Math.Min(count, MaxReferences)];

            // The oldest, which names the thread, and then the nearest ones.
            for (var i = 0; i < references.Length; i++)
                references[i] = numbers.Reference(i == 0 ? 0 : count - references.Length + i);
            _seeds[index] = _seeds[index] with { Id = numbers.Id, References = references };
        }
    }
}
