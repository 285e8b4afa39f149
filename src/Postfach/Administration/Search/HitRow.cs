namespace Postfach.Administration;

/// <summary>A message that a search has found.</summary>
/// <param name="Date">When it arrived.</param>
/// <param name="Snippet">Text around what was searched for.</param>
/// <param name="Hits">Where in it that stands.</param>
internal sealed record HitRow(string Mailbox, uint Uid, DateTimeOffset Date, string From, string Subject, string Snippet, IReadOnlyList<HitRange> Hits);
