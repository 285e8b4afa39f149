using Postfach.Bench;

var wanted = args.Where(a => !a.StartsWith('-')).ToArray();
foreach (var (name, run) in StoreBench.All.Concat(PeerBench.All))
{
    if (wanted.Length == 0 || wanted.Any(w => name.Contains(w, StringComparison.Ordinal)))
        await run(new Figures(name));
}
