using System.Text.Json.Serialization;
using Postfach.Retrieval;

namespace Postfach.Administration;

[JsonDerivedType(typeof(ForecastSource), "source.forecast")]
[JsonDerivedType(typeof(ExplainCopies), "source.why")]
[JsonDerivedType(typeof(ProbeSource), "source.probe")]
internal abstract partial record AdminRequest
{
    /// <param name="Rule">Null: the one that it has.</param>
    public sealed record ForecastSource(string Source, string? Rule) : AdminRequest;

    /// <param name="Message">The provider's name for it, a Message-ID, or words of the subject.</param>
    public sealed record ExplainCopies(string Source, string Message, Language Language) : AdminRequest;

    /// <summary>Looks at what the provider can do, and changes nothing.</summary>
    public sealed record ProbeSource(string Source) : AdminRequest;
}
