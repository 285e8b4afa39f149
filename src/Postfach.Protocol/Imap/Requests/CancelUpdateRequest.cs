using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>CANCELUPDATE tag...</c>. RFC 5267 §5.</summary>
public sealed record CancelUpdateRequest(ImmutableArray<string> Tags)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out CancelUpdateRequest? request)
    {
        request = null;
        var tags = ImmutableArray.CreateBuilder<string>();
        do
        {
            if (!(reader.Space() && reader.String(out var tag)))
                return false;
            tags.Add(Encoding.ASCII.GetString(tag));
        }
        while (!reader.AtEnd);
        request = new CancelUpdateRequest(tags.ToImmutable());
        return true;
    }
}
