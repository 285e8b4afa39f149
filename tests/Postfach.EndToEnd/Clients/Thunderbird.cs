using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Postfach.EndToEnd.Clients;

/// <summary>
/// Debian's Thunderbird without a screen, on a profile of its own. What it does is <c>scripts/thunderbird.js</c>, its start-up script; the installed program
/// stays as it is: this one is a folder of links to it.
/// </summary>
internal sealed class Thunderbird : IAsyncDisposable
{
    private const string Installed = "/usr/lib/thunderbird";
    private const string Said = "postfach: ";

    private readonly Process _process;
    private readonly Task _errors;

    private Thunderbird(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <param name="temp">Where the program and its profile are put.</param>
    /// <param name="settings">What the script reads: user, password, protocol, port and the like.</param>
    public static Thunderbird Start(TempFolder temp, X509Certificate2 trusted, Dictionary<string, object> settings)
    {
        ClientProgram.MustExist("thunderbird", Path.Combine(Installed, "thunderbird-bin"));
        LinkProgram(temp);
        Directory.CreateDirectory(temp["profile"]);
        File.WriteAllText(Path.Combine(temp["profile"], "user.js"), """user_pref("browser.dom.window.dump.enabled", true);""");
        settings["certificate"] = Convert.ToBase64String(trusted.RawData);
        var start = new ProcessStartInfo(
            Path.Combine(temp["thunderbird"], "thunderbird-bin"), ["--headless", "--no-remote", "--profile", temp["profile"]])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = temp.Path, ["POSTFACH_SETTINGS"] = JsonSerializer.Serialize(settings) },
        };
        return new Thunderbird(Process.Start(start) ?? throw new InvalidOperationException("Thunderbird was not started"));
    }

    /// <summary>Waits until it says the next thing, which must be this.</summary>
    /// <returns>What it found.</returns>
    public async Task<JsonElement> FoundAsync(string step, CancellationToken ct)
    {
        while (await _process.StandardOutput.ReadLineAsync(ct).AsTask().WaitAsync(PostfachProgram.Patience, ct) is { } line)
        {
            if (!line.StartsWith(Said, StringComparison.Ordinal))
                continue;
            using var said = JsonDocument.Parse(line[Said.Length..]);
            var found = said.RootElement.GetProperty("found").Clone();
            Assert.True(said.RootElement.GetProperty("step").GetString() == step, $"{step} was expected: {line}");
            return found;
        }

        throw new InvalidOperationException($"Thunderbird ended before: {step}");
    }

    /// <summary>It has said all and goes of itself.</summary>
    public async Task EndAsync(CancellationToken ct)
    {
        await FoundAsync("done", ct);
        while (await _process.StandardOutput.ReadLineAsync(ct).AsTask().WaitAsync(PostfachProgram.Patience, ct) is not null)
            continue;
        await _process.WaitForExitAsync(ct).WaitAsync(PostfachProgram.Patience, ct);
        Assert.Equal(0, _process.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _errors;
        _process.Dispose();
    }

    // It looks for its parts beside the file that was really started, and for a start-up script where its defaults are.
    private static void LinkProgram(TempFolder temp)
    {
        var own = temp["thunderbird"];
        var defaults = Path.Combine(own, "defaults", "pref");
        Directory.CreateDirectory(defaults);
        foreach (var entry in new DirectoryInfo(Installed).EnumerateFileSystemInfos().Where(e => e.Name is not ("defaults" or "thunderbird" or "thunderbird-bin")))
            File.CreateSymbolicLink(Path.Combine(own, entry.Name), entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? entry.FullName);
        File.Copy(Path.Combine(Installed, "thunderbird-bin"), Path.Combine(own, "thunderbird-bin"));
        File.WriteAllText(Path.Combine(defaults, "autoconfig.js"), """
            // Thunderbird does not read the first line.
            pref("general.config.filename", "thunderbird.js");
            pref("general.config.obscure_value", 0);
            pref("general.config.sandbox_enabled", false);
            """);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Clients", "scripts", "thunderbird.js"), Path.Combine(own, "thunderbird.js"));
    }
}
