using System.Text.Json;
using System.Text.Json.Serialization;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>A rule as its text.</summary>
internal sealed class RuleConverter : JsonConverter<RetentionRule>
{
    public override RetentionRule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => RetentionRule.Parse(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, RetentionRule value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
