using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary>A file that was named on the command line.</summary>
internal static class InputFile
{
    /// <exception cref="CommandException">It cannot be opened; the message names it.</exception>
    public static FileStream Open(string path, string what)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException(ExitCode.NoInput, $"The {what} {path} does not exist; name another.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.NoPermission, $"The {what} {path} may not be read by this user, or is a folder; change its mode or name another.");
        }
    }
}
