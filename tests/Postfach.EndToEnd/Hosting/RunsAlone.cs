namespace Postfach.EndToEnd.Hosting;

/// <summary>Tests that need the machine for themselves: they watch time or memory, or load it heavily.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "Runs alone";
}
