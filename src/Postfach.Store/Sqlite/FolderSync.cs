using System.Runtime.InteropServices;
using System.Text;

namespace Postfach.Store;

/// <summary>Makes the names in a folder durable: a new or renamed file is there after a crash only when its folder was synced as well.</summary>
public static class FolderSync
{
    public static void Flush(string folder)
    {
        // Windows keeps names in its journal.
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(Encoding.UTF8.GetBytes(folder + "\0"), 0);
        if (handle < 0)
            throw new IOException($"The folder {folder} cannot be opened to make it durable.");
        var failed = Sync(handle) != 0;
        _ = Close(handle);
        if (failed)
            throw new IOException($"The folder {folder} cannot be made durable.");
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
