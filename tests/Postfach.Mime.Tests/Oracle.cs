using MimeKit;

namespace Postfach.Mime.Tests;

/// <summary>An independent reader of messages: what it finds of parts, to be held against ours.</summary>
internal static class Oracle
{
    /// <summary>One line a part: depth, type, header and content as offsets.</summary>
    public static List<string> Parts(byte[] octets)
    {
        using var stream = new MemoryStream(octets);
        var places = new Dictionary<object, MimeEntityEndEventArgs>(ReferenceEqualityComparer.Instance);
        var parser = new MimeParser(stream, MimeFormat.Entity, persistent: false);
        parser.MimeEntityEnd += (_, e) => places[e.Entity] = e;
        var message = parser.ParseMessage(CancellationToken.None);
        var lines = new List<string>();
        Add(message.Body, 0);
        return lines;

        void Add(MimeEntity? entity, int depth)
        {
            if (entity is null)
                return;
            var place = places[entity];
            var type = entity.ContentType.MimeType.ToLowerInvariant();
            lines.Add($"{new string(' ', depth)}{type} {place.HeadersEndOffset} {place.EndOffset}");
            if (entity is Multipart multipart)
            {
                foreach (var child in multipart)
                    Add(child, depth + 1);
            }
            else if (entity is MimeKit.MessagePart { Message: { } inner })
            {
                Add(inner.Body, depth + 1);
            }
        }
    }

    /// <summary>The same of what was prepared.</summary>
    public static List<string> Parts(PreparedMessage message)
    {
        var lines = new List<string>();
        var body = Grammar.ReadBody(message.BodyStructure);
        var parts = MessageSections.Decode(message.Sections.Span).ReadParts();
        var next = 0;
        Add(body, 0);
        return lines;

        void Add(Grammar.Body body, int depth)
        {
            var part = parts[next++];
            if (!body.IsMultipart && body.Octets != part.Content.Length)
                throw new FormatException($"{body.Octets} octets said, {part.Content.Length} found");
            lines.Add($"{new string(' ', depth)}{body.Type}/{body.Subtype}".ToLowerInvariant() + $" {part.Content.Offset} {part.Content.End}");
            foreach (var child in body.Children)
                Add(child, depth + 1);
        }
    }
}
