using System.Globalization;

namespace Postfach.Bench.Servers;

/// <summary>
/// Lets one user of the machine watch as many folders as there are idle connections: Dovecot has an inotify instance for each, and hears of
/// nothing and puts none to sleep beyond the limit, which is 128 by default. What it was before comes back at the end.
/// </summary>
internal sealed class InotifyLimit : IDisposable
{
    private const string File = "/proc/sys/fs/inotify/max_user_instances";
    private const int Needed = 16_384;

    private readonly string? _before;

    public InotifyLimit()
    {
        try
        {
            var before = System.IO.File.ReadAllText(File);
            if (int.Parse(before, CultureInfo.InvariantCulture) >= Needed)
                return;
            System.IO.File.WriteAllText(File, Needed.ToString(CultureInfo.InvariantCulture));
            _before = before;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Dovecot's idle connections may fail: {e.Message}");
        }
    }

    public void Dispose()
    {
        if (_before is not null)
            System.IO.File.WriteAllText(File, _before);
    }
}
