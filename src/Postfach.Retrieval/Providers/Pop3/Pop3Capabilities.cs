using System.Globalization;

namespace Postfach.Retrieval;

/// <summary>What a POP3 server says it can do. RFC 2449.</summary>
/// <param name="Lines">As it sent them.</param>
internal sealed record Pop3Capabilities(IReadOnlyList<string> Lines)
{
    /// <summary>A server without CAPA: RFC 1939 alone.</summary>
    public static readonly Pop3Capabilities None = new([]);

    public bool IsKnown => Lines.Count > 0;

    public bool CanPipeline => Has("PIPELINING");

    public bool CanStartTls => Has("STLS");

    /// <summary>SASL mechanisms, in upper case.</summary>
    public IReadOnlyList<string> Mechanisms => Arguments("SASL");

    /// <summary>Days after which the provider deletes what was left there; null: it does not, or does not say.</summary>
    public int? ExpireDays => Arguments("EXPIRE") is [var days, ..] && int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>How long to wait between two log-ins. RFC 2449 §6.5.</summary>
    public TimeSpan? LoginDelay =>
        Arguments("LOGIN-DELAY") is [var seconds, ..] && int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? TimeSpan.FromSeconds(number) : null;

    public bool Has(string name) => Lines.Any(l => l.Equals(name, StringComparison.OrdinalIgnoreCase) || l.StartsWith(name + " ", StringComparison.OrdinalIgnoreCase));

    private IReadOnlyList<string> Arguments(string name) =>
        Lines.FirstOrDefault(l => l.StartsWith(name + " ", StringComparison.OrdinalIgnoreCase)) is { } line
            ? [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(a => a.ToUpperInvariant())]
            : [];
}
