using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postfach.Mail;

/// <summary>A rule in JSON: as its text.</summary>
public sealed class RetentionRuleConverter : JsonConverter<RetentionRule>
{
    public override RetentionRule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? "";
        return RetentionRule.TryParse(text.Split(' ', StringSplitOptions.RemoveEmptyEntries), out var rule, out var why) ? rule : throw new JsonException($"'{text}' is no rule: {why}.");
    }

    public override void Write(Utf8JsonWriter writer, RetentionRule value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
