using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Postfach.CommandLine;

namespace Postfach.Options;

/// <summary>
/// Reads configuration key by key and remembers which keys it knows, so that every message names the key and where it was set, and a key
/// nobody asked for is an error.
/// </summary>
internal sealed class OptionsReader(IConfigurationRoot configuration)
{
    public const string EnvironmentPrefix = "POSTFACH_";

    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _knownSections = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The keys that were asked for, sections whose keys are the user's choice among them.</summary>
    public IEnumerable<string> Known => _known.Union(_knownSections, StringComparer.OrdinalIgnoreCase);

    /// <summary>All keys that were set.</summary>
    public IReadOnlyDictionary<string, string> Values =>
        configuration.AsEnumerable().Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value ?? "", StringComparer.OrdinalIgnoreCase);

    public string? Text(string key)
    {
        _known.Add(key);
        return configuration[key] is { Length: > 0 } value ? value : null;
    }

    public long Number(string key, long otherwise, long least, long most) => Text(key) is not { } text ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : throw Wrong(key, text, $"a whole number from {least} to {most}");

    public int Number(string key, int otherwise, int least, int most) => (int)Number(key, (long)otherwise, least, most);

    public TimeSpan Time(string key, TimeSpan otherwise, TimeSpan least, TimeSpan most) => Text(key) is not { } text ? otherwise
        : TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : throw Wrong(key, text, $"a time as [days.]hours:minutes:seconds from {least:c} to {most:c}");

    public bool Switch(string key, bool otherwise) => Text(key) is not { } text ? otherwise
        : bool.TryParse(text, out var value) ? value
        : throw Wrong(key, text, "true or false");

    public TEnum Choice<TEnum>(string key, TEnum otherwise)
        where TEnum : struct, Enum => Text(key) is not { } text ? otherwise
        : Enum.GetNames<TEnum>().Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<TEnum>(text, ignoreCase: true)
        : throw Wrong(key, text, string.Join(" or ", Enum.GetNames<TEnum>()));

    /// <summary>An array: <c>KEY:0</c>, <c>KEY:1</c> and so on, in their order; or one text alone.</summary>
    public IReadOnlyList<(string Key, string Value)> List(string key)
    {
        _knownSections.Add(key);
        if (Text(key) is { } single)
            return [(key, single)];
        return [.. configuration.GetSection(key).GetChildren().Where(c => c.Value is { Length: > 0 }).Select(c => (c.Path, c.Value ?? ""))];
    }

    public IConfigurationSection Section(string key) => configuration.GetSection(key);

    /// <summary>A section whose keys are names of the user's choice, each with one of the values of an enumeration.</summary>
    public void Names<TEnum>(string section)
        where TEnum : struct, Enum
    {
        _knownSections.Add(section);
        foreach (var name in configuration.GetSection(section).GetChildren())
            Choice<TEnum>(name.Path, default);
    }

    /// <exception cref="CommandException">A key was set that nobody knows.</exception>
    public void RefuseUnknown()
    {
        foreach (var (key, value) in configuration.AsEnumerable())
        {
            // Sections have no value of their own; the parts of an array are known by their section.
            if (value is null || _known.Contains(key) || _knownSections.Contains(ConfigurationPath.GetParentPath(key) ?? ""))
                continue;
            var section = ConfigurationPath.GetParentPath(key);
            var siblings = _known.Concat(_knownSections)
                .Where(k => string.Equals(ConfigurationPath.GetParentPath(k), section, StringComparison.OrdinalIgnoreCase))
                .Select(ConfigurationPath.GetSectionKey);
            var known = string.Join(", ", siblings.Order(StringComparer.Ordinal));
            throw new CommandException(
                ExitCode.Configuration,
                $"{Place(key)} is not a known option{(known.Length > 0 ? $"; known {(section is null ? "here" : "in " + section)}: {known}" : "; remove it")}.");
        }
    }

    public CommandException Wrong(string key, string value, string wanted) =>
        new(ExitCode.Configuration, $"{Place(key)} is '{value}' but must be {wanted}.");

    /// <summary>The key as its user wrote it: a variable, or a key in a file.</summary>
    public string Place(string key)
    {
        foreach (var provider in configuration.Providers.Reverse())
        {
            if (!provider.TryGet(key, out _))
                continue;
            if (provider is EnvironmentVariablesConfigurationProvider)
                return EnvironmentPrefix + key.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal);
            if (provider is JsonConfigurationProvider { Source: { Path: { } path, FileProvider: { } files } })
                return $"{key} in {files.GetFileInfo(path).PhysicalPath ?? path}";
        }

        return key;
    }
}
