namespace Postfach.Testing;

/// <summary>Takes bytes as they come; they are good until it returns.</summary>
public delegate void ByteSink(ReadOnlySpan<byte> bytes);
