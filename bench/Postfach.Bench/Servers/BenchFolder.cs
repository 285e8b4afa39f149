namespace Postfach.Bench.Servers;

/// <summary>A folder of the bench's own, on the disk that holds the temporary files (TMPDIR says where that is); gone with it.</summary>
internal sealed class BenchFolder : IDisposable
{
    public BenchFolder(string path)
    {
        Path = Directory.CreateDirectory(path).FullName;
        // Dovecot's mail processes are other users.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public static BenchFolder Create() => new(Directory.CreateTempSubdirectory("postfach-bench-").FullName);

    public BenchFolder Sub(string name) => new(this[name]);

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
