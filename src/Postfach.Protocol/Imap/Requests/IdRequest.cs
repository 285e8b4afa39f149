using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>ID (field value ...)</c> or <c>ID NIL</c>: what a client says it is. RFC 2971 §3.1.</summary>
public sealed record IdRequest(ImmutableArray<(string Field, string Value)> Fields)
{
    // RFC 2971 §3.3: not more than 30 fields.
    private const int MaxFields = 30;

    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out IdRequest? request)
    {
        request = null;
        if (!reader.Space())
            return false;
        var fields = ImmutableArray.CreateBuilder<(string, string)>();
        if (!reader.Take("NIL"u8))
        {
            if (!reader.Byte((byte)'(', "A list or NIL is missing"))
                return false;
            while (!reader.Take((byte)')'))
            {
                if (fields.Count > 0 && !reader.Space())
                    return false;
                if (!(reader.String(out var field) && reader.Space() && reader.NString(out var value, out _)))
                    return false;
                if (fields.Count == MaxFields)
                    return reader.Fail("There are more than 30 fields");
                fields.Add((Encoding.UTF8.GetString(field), Encoding.UTF8.GetString(value)));
            }
        }

        request = new IdRequest(fields.ToImmutable());
        return reader.End();
    }
}
