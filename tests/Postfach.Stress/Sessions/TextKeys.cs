namespace Postfach.Stress.Sessions;

/// <summary>Search keys for pieces of a message's texts: whole words, beginnings, ends, over two words, in either case.</summary>
/// <param name="markerOf">The marker of a message by its UID, as far as it is known.</param>
internal sealed class TextKeys(Func<uint, string?> markerOf, Random random)
{
    // All that pieces are taken from, by search key.
    private static readonly (string Name, Func<string, string> Text)[] Fields =
    [
        ("HEADER X-Stress", marker => marker),
        ("SUBJECT", TestMessage.Subject),
        ("HEADER Message-ID", TestMessage.MessageId),
        ("BODY", TestMessage.BodyWord),
        ("TEXT", marker => $"{TestMessage.Subject(marker)}\n{TestMessage.MessageId(marker)}\n{TestMessage.BodyWord(marker)}"),
    ];

    /// <summary>A key that finds that message, or would if the piece stood where the key looks; and others with the same piece.</summary>
    public SearchKey For(string marker)
    {
        var (name, text) = Fields[random.Next(2) == 0 ? Fields.Length - 1 : random.Next(Fields.Length)];
        return Key(name, text, Piece(marker));
    }

    /// <summary>A key that finds that message for certain.</summary>
    public SearchKey TextOf(string marker) => Key(Fields[^1].Name, Fields[^1].Text, Piece(marker));

    private SearchKey Key(string name, Func<string, string> text, string piece)
    {
        var written = random.Next(2) == 0 ? piece : piece.ToUpperInvariant();
        return new SearchKey(
            $"{name} {(written.Contains(' ', StringComparison.Ordinal) ? $"\"{written}\"" : written)}",
            uid => markerOf(uid) is { } other ? text(other).Contains(piece, StringComparison.OrdinalIgnoreCase) : null);
    }

    // Digits alone may stand anywhere in a message: each piece has a letter at one end, which ties it to one of the texts.
    private string Piece(string marker)
    {
        var word = TestMessage.BodyWord(marker);
        var less = random.Next(1, 4);
        return random.Next(8) switch
        {
            < 2 => marker,
            2 => marker[..^less],
            3 => TestMessage.Subject(marker)[less..^less],
            4 => $"{marker[^(3 + less)..]}@stress",
            5 => word[..^(1 + less)],
            6 => word[^(5 + less)..],
            _ => word,
        };
    }
}
