using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Postfach.Server.Listeners;

namespace Postfach;

/// <summary>One JSON object a line an event: what <see cref="LogLineFormatter"/> says, each thing by its name, and the values its message is made of.</summary>
internal sealed class LogJsonFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "json-line";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Under this name a log entry has its template beside its values.</summary>
    private const string Template = "{OriginalFormat}";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter writer)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow().UtcDateTime);
            json.WriteString("level", LogLevels.Word(entry.LogLevel));
            json.WriteString("category", entry.Category);
            json.WriteNumber("event", entry.EventId.Id);
            WriteIfAny(json, "name", entry.EventId.Name);
            scopes?.ForEachScope(static (scope, to) => WriteConnection(to, scope as MailConnection), json);
            json.WriteString("message", entry.Formatter(entry.State, entry.Exception));
            WriteValues(json, entry.State as IReadOnlyList<KeyValuePair<string, object?>>);
            WriteIfAny(json, "exception", entry.Exception?.ToString());
            json.WriteEndObject();
        }

        writer.Write(Encoding.UTF8.GetString(bytes.WrittenSpan));
        writer.Write('\n');
    }

    private static void WriteConnection(Utf8JsonWriter json, MailConnection? connection)
    {
        if (connection is null)
            return;
        json.WriteString("listener", connection.Listener.Name);
        json.WriteString("connection", connection.Id);
        json.WriteString("address", connection.Peer);
        WriteIfAny(json, "user", connection.User?.Value);
        WriteIfAny(json, "command", connection.Command);
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>>? values)
    {
        if (values is null || values.All(v => v.Key == Template))
            return;
        json.WriteStartObject("values");
        foreach (var (name, value) in values.Where(v => v.Key != Template))
            WriteValue(json, JsonNamingPolicy.CamelCase.ConvertName(name), value);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case int or uint or long:
                json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case DateTime at:
                json.WriteString(name, at.ToUniversalTime());
                break;
            default:
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
