using System.Text.Json.Serialization;
using Postfach.Administration;

namespace Postfach.Commands;

/// <summary>A hit of a search on a line of its own. Scripts read it: names and meanings stay.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HitRow))]
internal sealed partial class HitJson : JsonSerializerContext;
