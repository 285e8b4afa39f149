namespace Postfach.Testing.Corpus;

/// <summary>Reads messages from a folder, a file each, or from an mbox file.</summary>
public static class CorpusFiles
{
    private static readonly byte[] Separator = "From "u8.ToArray();

    /// <summary>A file is a message, byte for byte, unless it begins as an mbox does.</summary>
    public static IEnumerable<CorpusMessage> Read(string path)
    {
        IEnumerable<string> files = Directory.Exists(path) ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal) : [path];
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            if (file == path && bytes.AsSpan().StartsWith(Separator))
            {
                foreach (var message in Mbox(Path.GetFileName(file), bytes))
                    yield return message;
            }
            else if (bytes.Length > 0)
            {
                yield return new CorpusMessage(Path.GetFileName(file), bytes);
            }
        }
    }

    /// <summary>An empty line and a line that begins with "From " part two messages; lines of the kind inside them have one <c>&gt;</c> more.</summary>
    private static IEnumerable<CorpusMessage> Mbox(string name, byte[] bytes)
    {
        var message = new MemoryStream();
        var (number, afterEmpty) = (0, true);
        foreach (var line in Lines(bytes))
        {
            var text = bytes.AsSpan(line);
            if (afterEmpty && text.StartsWith(Separator))
            {
                if (number++ > 0)
                    yield return End(name, number - 1, message);
                message = new MemoryStream();
                afterEmpty = false;
                continue;
            }

            message.Write(IsQuoted(text) ? text[1..] : text);
            if (text is not [.., (byte)'\r'])
                message.Write("\r"u8);
            message.Write("\n"u8);
            afterEmpty = text.Trim("\r"u8).IsEmpty;
        }

        yield return End(name, number, message);
    }

    /// <summary>The empty line before the next separator is not the message's own.</summary>
    private static CorpusMessage End(string name, int number, MemoryStream message)
    {
        var bytes = message.ToArray();
        return new CorpusMessage($"{name} {number}", bytes.AsSpan().EndsWith("\r\n\r\n"u8) ? bytes[..^2] : bytes);
    }

    private static bool IsQuoted(ReadOnlySpan<byte> line) => line is [(byte)'>', ..] && line.TrimStart((byte)'>').StartsWith(Separator);

    private static IEnumerable<Range> Lines(byte[] bytes)
    {
        for (var start = 0; start < bytes.Length;)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            var end = length < 0 ? bytes.Length : start + length;
            yield return start..end;
            start = end + 1;
        }
    }
}
