using System.Globalization;

namespace Postfach.Retrieval;

/// <summary>Where a SOCKS5 proxy is, and as whom one logs in there.</summary>
/// <param name="User">Null: it wants no log-in.</param>
internal sealed record ProxyAddress(string? User, string Host, int Port)
{
    /// <param name="text"><c>[USER@]HOST:PORT</c>, as settings have it: checked when it was set.</param>
    public static ProxyAddress Parse(string text)
    {
        var (at, colon) = (text.LastIndexOf('@'), text.LastIndexOf(':'));
        return new ProxyAddress(
            at < 0 ? null : text[..at], text[(at + 1)..colon].Trim('[', ']'), int.Parse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
