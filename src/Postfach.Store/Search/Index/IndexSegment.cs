namespace Postfach.Store;

/// <summary>A part of the index that does not change any more: some bodies, with all their words.</summary>
/// <param name="Bytes">What its words and lists take.</param>
/// <param name="Bodies">Mostly in order; lists name them by their places here.</param>
internal sealed record IndexSegment(long Id, long Bytes, uint[] Bodies);
