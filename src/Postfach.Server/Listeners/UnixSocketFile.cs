using System.Net.Sockets;

namespace Postfach.Server.Listeners;

/// <summary>The file of a Unix socket, which outlives a listener that was killed.</summary>
internal static class UnixSocketFile
{
    /// <summary>Removes a socket that nobody listens on any more. A file that is not a socket stays, and makes the bind fail.</summary>
    public static void DeleteStale(UnixDomainSocketEndPoint endPoint)
    {
        if (!File.Exists(endPoint.ToString()))
            return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endPoint);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && IsSocket(endPoint))
        {
            Delete(endPoint);
        }
        catch (SocketException)
        {
            // The bind tells what is wrong.
        }
    }

    public static void Delete(UnixDomainSocketEndPoint endPoint)
    {
        try
        {
            File.Delete(endPoint.ToString());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A stale socket is removed at the next start.
        }
    }

    /// <summary>Any user may deliver, as over the loopback port; who shall not is kept out by the mode of the folder.</summary>
    public static void OpenToAll(UnixDomainSocketEndPoint endPoint)
    {
        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && endPoint.ToString() is { } path)
            File.SetUnixFileMode(path, ReadWrite);
    }

    // Connecting to a plain file is refused too. A socket has no content to open.
    private static bool IsSocket(UnixDomainSocketEndPoint endPoint)
    {
        try
        {
            using var file = File.OpenHandle(endPoint.ToString() ?? "");
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
