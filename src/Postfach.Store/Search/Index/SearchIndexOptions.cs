namespace Postfach.Store;

/// <summary>How mail is indexed for searches.</summary>
public sealed record SearchIndexOptions
{
    /// <summary>False: nothing is indexed, and indexes that are there are not asked.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How long nothing has to come into an account before what came is indexed. Where mail comes without a break it waits thirty times as long.</summary>
    public TimeSpan IdleDelay { get; init; } = TimeSpan.FromSeconds(2);
}
