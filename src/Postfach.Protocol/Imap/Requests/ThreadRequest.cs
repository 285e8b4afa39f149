using System.Diagnostics.CodeAnalysis;
using System.Text;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>THREAD algorithm charset keys</c> and <c>UID THREAD</c>. RFC 5256 §3.</summary>
public sealed record ThreadRequest(ThreadAlgorithm Algorithm, SearchProgram Program)
{
    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out ThreadRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.Atom(out var name)))
            return false;
        if (!TryFind(name, out var algorithm))
            return reader.Fail("There is no such threading algorithm");
        if (!(reader.Space() && SearchProgram.TryReadWithCharset(ref reader, out var program)))
            return false;
        request = new ThreadRequest(algorithm, program);
        return true;
    }

    private static bool TryFind(ReadOnlySpan<byte> name, out ThreadAlgorithm algorithm)
    {
        foreach (var known in Enum.GetValues<ThreadAlgorithm>())
        {
            algorithm = known;
            if (Ascii.EqualsIgnoreCase(name, known.ToString()))
                return true;
        }

        algorithm = default;
        return false;
    }
}
