using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postfach.Retrieval;

/// <summary>Reports of runs as JSON: in the history, and for scripts.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(RunProgress))]
public sealed partial class RunJson : JsonSerializerContext
{
    public static string Write(RunReport report) => JsonSerializer.Serialize(report, Default.RunReport);

    public static RunReport? Read(string text) => JsonSerializer.Deserialize(text, Default.RunReport);
}
