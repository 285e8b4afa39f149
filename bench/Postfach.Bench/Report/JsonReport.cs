using System.Text.Json;
using Postfach.Bench.Servers;

namespace Postfach.Bench.Report;

/// <summary>What was measured, for programs: every round of every server.</summary>
internal static class JsonReport
{
    public static async Task WriteAsync(string file, MachineLimits limits, IReadOnlyList<Row> rows)
    {
        await using var stream = File.Create(file);
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("machine");
        json.WriteNumber("processors", Environment.ProcessorCount);
        json.WriteNumber("syncsPerSecond", Math.Round(limits.SyncsPerSecond, 1));
        json.WriteNumber("loopbackMegabytesPerSecond", Math.Round(limits.LoopbackMegabytesPerSecond, 1));
        json.WriteEndObject();
        json.WriteStartArray("figures");
        foreach (var row in rows)
            Write(json, row);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Row row)
    {
        json.WriteStartObject();
        json.WriteString("name", row.Figure.Name);
        json.WriteString("unit", row.Figure.Unit);
        json.WriteBoolean("higherIsBetter", row.Figure.HigherIsBetter);
        json.WriteStartObject("rounds");
        foreach (var cell in row.Theirs.Prepend(row.Ours))
            WriteNumbers(json, cell.Server, cell.Values);
        json.WriteEndObject();
        json.WriteStartObject("troubles");
        foreach (var cell in row.Theirs.Prepend(row.Ours).Where(c => c.Trouble is not null))
            json.WriteString(cell.Server, cell.Trouble);
        json.WriteEndObject();
        WriteNumbers(json, "ratios", row.Ratios);
        if (row.Figure.Aim is { } aim)
        {
            json.WriteNumber(aim.IsRatio ? "aimRatio" : "aimAtMost", aim.Value);
            if (row.IsReached is { } reached)
                json.WriteBoolean("reached", reached);
        }

        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(Math.Round(value, 4));
        json.WriteEndArray();
    }
}
