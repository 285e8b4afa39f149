using System.Runtime.Versioning;

namespace Postfach.Store;

/// <summary>The folder itself: made with no rights for others, locked for one process.</summary>
internal static class DataFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode ForGroupAndOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <exception cref="DataFolderInUseException">Another process has it.</exception>
    /// <exception cref="StoreException">It cannot be made or used.</exception>
    public static FileStream Lock(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                MakePrivate(folder);
            var path = Path.Combine(folder, "lock");
            try
            {
                // The runtime holds an advisory lock on a file that is opened without sharing.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                throw new DataFolderInUseException(folder);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StoreException($"The data folder {folder} cannot be used: {fault.Message}", fault);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void MakePrivate(string folder)
    {
        Directory.CreateDirectory(folder, Private);
        if ((File.GetUnixFileMode(folder) & ForGroupAndOthers) != 0)
            File.SetUnixFileMode(folder, Private);
    }
}
