using System.Text.Json.Serialization;
using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary>What <c>--json</c> prints of answers about sources. Scripts read it: names and meanings stay.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(RuleForecast))]
[JsonSerializable(typeof(IReadOnlyList<CopyAnswer>))]
[JsonSerializable(typeof(AdviceOutcome))]
internal sealed partial class AnswerJson : JsonSerializerContext;
