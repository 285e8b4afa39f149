using System.Text.Encodings.Web;
using System.Text.Json;

namespace Postfach.Operations;

/// <summary>The file of what operations allocate: one object of JSON, bytes by name.</summary>
public static class AllocationFile
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="JsonException">It is no such file.</exception>
    public static IReadOnlyDictionary<string, long> Read(string path) =>
        JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(path)) ?? throw new JsonException($"{path} is empty.");

    public static void Write(string path, IReadOnlyDictionary<string, long> figures) => File.WriteAllText(path, JsonSerializer.Serialize(figures, Form) + "\n");
}
