namespace Postfach.Files;

/// <summary>A file that is written under a name of its own, and gets its real one when it is whole. Not thread-safe.</summary>
internal sealed class PartFile : IAsyncDisposable
{
    private FileStream? _file;

    public FileStream Stream => _file ?? throw new InvalidOperationException("Nothing was begun.");

    public void Begin(string path) => _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);

    /// <summary>Gives it its real name, and the date of what is in it.</summary>
    public async Task MoveAsync(string path, DateTimeOffset? date = null)
    {
        var part = Stream.Name;
        await DisposeAsync();
        if (date is { } known)
            File.SetLastWriteTimeUtc(part, known.UtcDateTime);
        File.Move(part, path, overwrite: true);
    }

    public async Task DropAsync()
    {
        var part = Stream.Name;
        await DisposeAsync();
        File.Delete(part);
    }

    /// <summary>Closes it as it is; another may be begun.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_file is { } file)
            await file.DisposeAsync();
        _file = null;
    }
}
