using System.Globalization;
using System.Net;

namespace Postfach.Stress;

/// <summary>The command line.</summary>
internal sealed class StressArguments
{
    private readonly List<string> _names = [];
    private readonly List<string> _passwords = [];

    public const string Usage =
        """
        Postfach.Stress [--server HOST:PORT [--lmtp HOST:PORT] [--pop3 HOST:PORT] --user NAME --password WORD [--user ...] | --dovecot]
                        [--seconds N] [--connections N] [--seed N] [--empty] [--json]
        Without --server it starts a Postfach of its own; --dovecot starts Debian's Dovecot. Mailboxes stress-a and stress-b are made anew;
        INBOX must be empty, or --empty deletes what is in it. Status 1: something was found.
        """;

    public IPEndPoint? Server { get; private set; }

    public IPEndPoint? Lmtp { get; private set; }

    public IPEndPoint? Pop3 { get; private set; }

    public bool Dovecot { get; private set; }

    public int Seconds { get; private set; } = 30;

    public int Connections { get; private set; } = 20;

    public int Seed { get; private set; } = Environment.ProcessId;

    public bool Empty { get; private set; }

    public bool Json { get; private set; }

    public IReadOnlyList<StressUser> Users => [.. _names.Zip(_passwords, (n, p) => new StressUser(n, p))];

    /// <exception cref="FormatException">An option is unknown or lacks its value.</exception>
    public static StressArguments Read(IReadOnlyList<string> arguments)
    {
        var read = new StressArguments();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!read.TakeSwitch(arguments[i]))
                read.TakeValue(arguments[i], i + 1 < arguments.Count ? arguments[++i] : throw new FormatException($"{arguments[i]} is unknown or lacks its value"));
        }

        if (read._names.Count != read._passwords.Count || (read.Server is not null && read._names.Count == 0))
            throw new FormatException("Each --user has its --password, and --server needs one at least");
        return read;
    }

    private bool TakeSwitch(string option)
    {
        switch (option)
        {
            case "--json": return Json = true;
            case "--empty": return Empty = true;
            case "--dovecot": return Dovecot = true;
            default: return false;
        }
    }

    private void TakeValue(string option, string value)
    {
        switch (option)
        {
            case "--server": Server = EndPoint(value); break;
            case "--lmtp": Lmtp = EndPoint(value); break;
            case "--pop3": Pop3 = EndPoint(value); break;
            case "--user": _names.Add(value); break;
            case "--password": _passwords.Add(value); break;
            case "--seconds": Seconds = int.Parse(value, CultureInfo.InvariantCulture); break;
            case "--connections": Connections = int.Parse(value, CultureInfo.InvariantCulture); break;
            case "--seed": Seed = int.Parse(value, CultureInfo.InvariantCulture); break;
            default: throw new FormatException($"{option} is unknown");
        }
    }

    private static IPEndPoint EndPoint(string value)
    {
        var colon = value.LastIndexOf(':');
        if (IPEndPoint.TryParse(value, out var known) && known.Port > 0)
            return known;
        if (colon < 0)
            throw new FormatException($"{value} is not HOST:PORT");
        return new IPEndPoint(Dns.GetHostAddresses(value[..colon])[0], int.Parse(value[(colon + 1)..], CultureInfo.InvariantCulture));
    }
}
