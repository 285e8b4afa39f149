using System.Net.Sockets;
using System.Text;

namespace Postfach.Administration;

/// <summary>
/// The address of the control socket in a data folder, short enough for the system: a socket's path has about 100 bytes, a data folder's may have
/// more. Then the way goes through a symbolic link, which lives as long as this object.
/// </summary>
internal sealed class ControlAddress : IDisposable
{
    private const string FileName = "control.sock";
    private const string LinkName = "d";

    // What sun_path holds on Linux (108) and macOS (104), less the closing NUL.
    private const int MaxPathBytes = 103;

    private readonly string? _linkFolder;

    public ControlAddress(string dataFolder)
    {
        Path = System.IO.Path.Combine(dataFolder, FileName);
        var way = Path;
        if (Encoding.UTF8.GetByteCount(way) > MaxPathBytes)
        {
            _linkFolder = Directory.CreateTempSubdirectory("postfach").FullName;
            var link = System.IO.Path.Combine(_linkFolder, LinkName);
            Directory.CreateSymbolicLink(link, dataFolder);
            way = System.IO.Path.Combine(link, FileName);
        }

        EndPoint = new UnixDomainSocketEndPoint(way);
    }

    /// <summary>Where the socket's file lies.</summary>
    public string Path { get; }

    public UnixDomainSocketEndPoint EndPoint { get; }

    /// <summary>False when no server has listened there, or the last one ended as it should.</summary>
    public static bool ExistsIn(string dataFolder) => File.Exists(System.IO.Path.Combine(dataFolder, FileName));

    public void Dispose()
    {
        if (_linkFolder is null)
            return;
        File.Delete(System.IO.Path.Combine(_linkFolder, LinkName));
        Directory.Delete(_linkFolder);
    }
}
