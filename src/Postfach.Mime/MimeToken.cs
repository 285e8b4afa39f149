using System.Buffers;

namespace Postfach.Mime;

/// <summary>RFC 2045 §5.1: token is any printable US-ASCII character but space and tspecials, once or more.</summary>
internal static class MimeToken
{
    public static readonly SearchValues<byte> Characters = SearchValues.Create(
        "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    public static ReadOnlySpan<byte> Read(scoped ref HeaderLexer value)
    {
        var length = value.Rest.IndexOfAnyExcept(Characters);
        var token = length < 0 ? value.Rest : value.Rest[..length];
        value.Position += token.Length;
        return token;
    }
}
