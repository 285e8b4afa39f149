namespace Postfach.Testing.Corpus;

/// <summary>A message of a corpus.</summary>
public sealed record CorpusMessage(string Name, byte[] Bytes)
{
    public bool EndsLine => Bytes.AsSpan().EndsWith("\r\n"u8);

    /// <summary>As a protocol that sends lines has it: the last line is ended.</summary>
    public byte[] Ended => EndsLine ? Bytes : [.. Bytes, (byte)'\r', (byte)'\n'];
}
