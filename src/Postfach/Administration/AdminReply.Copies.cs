using System.Text.Json.Serialization;
using Postfach.Retrieval;

namespace Postfach.Administration;

[JsonDerivedType(typeof(Forecast), "source.forecast")]
[JsonDerivedType(typeof(Copies), "source.copies")]
[JsonDerivedType(typeof(Probe), "source.probe")]
internal abstract partial record AdminReply
{
    public sealed record Forecast(RuleForecast Value) : AdminReply;

    public sealed record Copies(IReadOnlyList<CopyAnswer> Answers) : AdminReply;

    /// <param name="User">Whose mail it is; null: nobody's any more.</param>
    public sealed record Probe(AccountProbe Value, string? User) : AdminReply;
}
