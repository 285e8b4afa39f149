using System.Text.Json.Serialization;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>How sources are written into <c>postfach.db</c>.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(SourceSettings))]
[JsonSerializable(typeof(SourceState))]
internal sealed partial class SourceJson : JsonSerializerContext;
