namespace Postfach.Store;

/// <summary>What became of one run.</summary>
/// <param name="Summary">JSON, of whoever ran it.</param>
public sealed record SourceRunRecord(DateTimeOffset Began, DateTimeOffset Ended, string Summary);
