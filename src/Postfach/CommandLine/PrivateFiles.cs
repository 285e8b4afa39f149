using System.Runtime.InteropServices;

namespace Postfach.CommandLine;

/// <summary>Makes every file that this process creates, the database engine's included, its user's alone.</summary>
internal static class PrivateFiles
{
    private const uint ForGroupAndOthers = 0b000_111_111;

    public static void Ensure()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetMask(ForGroupAndOthers);
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
