using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>ENABLE capability...</c>. RFC 9051 §6.3.1.</summary>
/// <param name="Capabilities">In upper case.</param>
public sealed record EnableRequest(ImmutableArray<string> Capabilities)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out EnableRequest? request)
    {
        request = null;
        var capabilities = ImmutableArray.CreateBuilder<string>();
        do
        {
            if (!(reader.Space() && reader.Atom(out var capability)))
                return false;
            capabilities.Add(Encoding.ASCII.GetString(capability).ToUpperInvariant());
        }
        while (!reader.AtEnd);
        request = new EnableRequest(capabilities.ToImmutable());
        return true;
    }
}
