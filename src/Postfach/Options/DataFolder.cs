using Postfach.CommandLine;

namespace Postfach.Options;

/// <summary>Where the data folder is when nobody says so.</summary>
internal static class DataFolder
{
    public const string Variable = "POSTFACH_DATA";

    public const string DefaultAsShown = "~/.local/share/postfach (by XDG_DATA_HOME)";

    /// <summary><c>$XDG_DATA_HOME/postfach</c>, which is <c>~/.local/share/postfach</c>; the local application data on Windows and macOS.</summary>
    /// <exception cref="CommandException">This user has no home folder.</exception>
    public static string Default()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return home.Length > 0
            ? Path.Combine(home, "postfach")
            : throw new CommandException(ExitCode.Configuration, $"This user has no home folder to keep mail in; name a data folder with --data or {Variable}.");
    }
}
