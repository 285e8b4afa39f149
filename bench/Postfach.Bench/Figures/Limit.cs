namespace Postfach.Bench.Figures;

/// <summary>A limit of the machine that bounds a figure.</summary>
internal enum Limit
{
    None,

    /// <summary>Writes of 4 KiB a second, each synced, one at a time.</summary>
    Syncs,

    /// <summary>Megabytes a second through one loopback connection.</summary>
    Loopback,
}
