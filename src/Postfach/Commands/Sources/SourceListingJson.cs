using System.Text.Json.Serialization;
using Postfach.Administration;
using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary>What <c>--json</c> prints of sources and their runs. Scripts read it: names and meanings stay.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(IReadOnlyList<SourceRow>))]
[JsonSerializable(typeof(SourceFacts))]
[JsonSerializable(typeof(SourceTest))]
[JsonSerializable(typeof(IReadOnlyList<RunReport>))]
[JsonSerializable(typeof(IReadOnlyList<FetchOutcome>))]
internal sealed partial class SourceListingJson : JsonSerializerContext;
