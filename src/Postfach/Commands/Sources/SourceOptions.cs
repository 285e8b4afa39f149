using System.Collections.Immutable;
using System.CommandLine;
using Postfach.CommandLine;
using Postfach.Mail;

namespace Postfach.Commands;

/// <summary>What is said of a source when it is added or changed. Scripts say it: names and meanings stay.</summary>
internal sealed class SourceOptions
{
    private readonly Option<string?> _protocol = new Option<string?>("--protocol") { Description = "How mail is fetched." }.AcceptOnlyFromAmong("pop3", "imap");
    private readonly Option<string?> _host = new("--host") { Description = "The provider's server.", HelpName = "H" };
    private readonly Option<string?> _port = new("--port") { Description = "Its port. Otherwise the usual one of protocol and TLS.", HelpName = "P" };
    private readonly Option<string?> _tls = new Option<string?>("--tls")
    {
        Description = "TLS from the first byte, which is usual; after STARTTLS or STLS; or none, on this machine alone. What cannot be had is an error.",
    }.AcceptOnlyFromAmong("implicit", "starttls", "none");

    private readonly Option<bool> _insecure = new("--insecure") { Description = "Take --tls none for another machine too: password and mail can be read on the way." };
    private readonly Option<string?> _user = new("--user") { Description = "The name to log in with at the provider.", HelpName = "U" };
    private readonly Option<string?> _into = new("--into")
    {
        Description = "Where mail lands: a mailbox, in which {year} and {month} stand for the message's date. Otherwise INBOX.",
        HelpName = "MAILBOX",
    };

    private readonly Option<string[]> _rule = new("--rule")
    {
        Description = "What becomes of the copy there; can be repeated, and together they are one sentence: leave (which is usual), delete, delete-after=7d, delete-after-read=7d, "
            + "delete-when-deleted-here, bigger-than=10M:1d, older-than=365d, until-quota=60%, keep-newest=100, never-flagged, via-trash=14d.",
        HelpName = "RULE",
    };

    private readonly Option<string?> _every = new("--every")
    {
        Description = "How often: 5m, which is usual, 1h ...; idle: as soon as the provider tells of new mail (IMAP).",
        HelpName = "T",
    };

    private readonly Option<string[]> _mailbox = new("--mailbox")
    {
        Description = "IMAP: fetch these mailboxes alone; can be repeated, may have * and %, and with ! in front leaves out. Otherwise all.",
        HelpName = "PATTERN",
    };

    private readonly Option<string[]> _folder = new("--folder")
    {
        Description = @"IMAP: what lands elsewhere than under its own name, such as Gesendet=Sent, or \Sent=Sent by its use; THERE=- leaves it there. Can be repeated.",
        HelpName = "THERE=HERE",
    };

    private readonly Option<string?> _fingerprint = new("--fingerprint")
    {
        Description = "The SHA-256 of the certificate that the provider must show, instead of one that the system trusts.",
        HelpName = "SHA256",
    };

    private readonly Option<string?> _certificate = new("--client-certificate")
    {
        Description = "A PEM file with certificate and key to show to the provider.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _proxy = new("--proxy") { Description = "Connect through it; USER@ in front of H where it wants a log-in.", HelpName = "socks5://H:P" };
    private readonly Option<string?> _proxyPassword = new("--proxy-password-file") { Description = "A file whose first line is the password at the proxy.", HelpName = "F" };
    private readonly Option<string?> _maxSize = new("--max-size") { Description = "Of bigger messages fetch the header alone.", HelpName = "SIZE" };
    private readonly Option<string?> _daily = new("--daily") { Description = "Fetch no more than so much in a day.", HelpName = "SIZE" };
    private readonly Option<string[]> _brake = new("--brake")
    {
        Description = "Deletions for what happened here stop, until you confirm them, at more than so many percent of the mailbox (20%) or messages (50).",
        HelpName = "N%|N",
    };

    /// <param name="isNew">What has no usual value has to be said.</param>
    public void AddTo(Command command, bool isNew)
    {
        (_protocol.Required, _host.Required, _user.Required) = (isNew, isNew, isNew);
        Option[] all =
        [
            _protocol, _host, _port, _tls, _insecure, _user, _into, _rule, _every, _mailbox, _folder, _fingerprint, _certificate, _proxy, _proxyPassword, _maxSize, _daily, _brake,
        ];
        foreach (var option in all)
            command.Add(option);
    }

    /// <summary>The settings as the command line changes them. What may be missing is taken back by <c>none</c>.</summary>
    /// <param name="before">Null: there are none yet.</param>
    /// <exception cref="CommandException">One of them is wrong; the message names it.</exception>
    public SourceSettings Apply(ParseResult parsed, SourceSettings? before)
    {
        var basis = before ?? new SourceSettings { Protocol = default, Host = "", Port = 0, User = "" };
        var settings = Provider(parsed, basis) with
        {
            Into = parsed.GetValue(_into) ?? basis.Into,
            Rule = parsed.GetResult(_rule) is null ? basis.Rule : SourceValues.Rule(parsed.GetValue(_rule) ?? []),
            Mailboxes = Many(parsed, _mailbox, basis.Mailboxes, text => text),
            Folders = Many(parsed, _folder, basis.Folders, SourceValues.Folder),
            Fingerprint = Optional(parsed, _fingerprint, basis.Fingerprint, SourceValues.Fingerprint),
            ClientCertificate = Optional(parsed, _certificate, basis.ClientCertificate, SourceValues.Certificate),
            Proxy = Optional(parsed, _proxy, basis.Proxy, SourceValues.Proxy),
            ProxyPasswordFile = Optional(parsed, _proxyPassword, basis.ProxyPasswordFile, SourceValues.ProxyPassword),
            MaxMessageBytes = Size(parsed, _maxSize, basis.MaxMessageBytes),
            DailyBytes = Size(parsed, _daily, basis.DailyBytes),
        };
        settings = Timed(parsed, Braked(parsed, settings));
        if (settings.Protocol == SourceProtocol.Pop3 && (settings.Idle || settings.Mailboxes.Length > 0 || settings.Folders.Length > 0))
            throw new CommandException(ExitCode.Usage, "--every idle, --mailbox and --folder are for IMAP; POP3 has one mailbox, and does not tell of new mail.");
        if (settings.Protocol == SourceProtocol.Pop3 && (settings.Rule.ViaTrash is not null || settings.Rule.UntilQuota is not null))
            throw new CommandException(ExitCode.Usage, "via-trash and until-quota are for IMAP; POP3 has no Trash, and does not tell how full the mailbox is.");
        return settings;
    }

    private SourceSettings Provider(ParseResult parsed, SourceSettings basis)
    {
        var security = parsed.GetValue(_tls) is { } tls ? Enum.Parse<TransportSecurity>(tls, ignoreCase: true) : basis.Security;
        var protocol = parsed.GetValue(_protocol) is { } name ? Enum.Parse<SourceProtocol>(name, ignoreCase: true) : basis.Protocol;
        var host = parsed.GetValue(_host) is { } text ? SourceValues.Host(text) : basis.Host;
        var isSaid = parsed.GetResult(_tls) is not null || parsed.GetResult(_host) is not null;
        if (security == TransportSecurity.None && isSaid && !SourceValues.IsLoopback(host) && !parsed.GetValue(_insecure))
        {
            throw new CommandException(
                ExitCode.Usage, "--tls none lets others read the password and all mail on the way; take implicit or starttls, or say --insecure too if that is meant.");
        }

        // A port that is the usual one goes along with what it is usual for.
        var isUsual = basis.Port == 0 || basis.Port == SourceSettings.DefaultPort(basis.Protocol, basis.Security);
        var port = parsed.GetValue(_port) is { } number ? SourceValues.Port(number) : isUsual ? SourceSettings.DefaultPort(protocol, security) : basis.Port;
        var user = parsed.GetValue(_user) is { } logIn ? SourceValues.User(logIn) : basis.User;
        return basis with { Protocol = protocol, Host = host, Port = port, Security = security, User = user };
    }

    private SourceSettings Timed(ParseResult parsed, SourceSettings settings) => parsed.GetValue(_every) is not { } text ? settings
        : SourceValues.Every(text) is { } every ? settings with { Every = every, Idle = false }
        : settings with { Idle = true };

    private SourceSettings Braked(ParseResult parsed, SourceSettings settings)
    {
        foreach (var text in parsed.GetValue(_brake) ?? [])
        {
            var (percent, messages) = SourceValues.Brake(text);
            settings = settings with { BrakePercent = percent ?? settings.BrakePercent, BrakeMessages = messages ?? settings.BrakeMessages };
        }

        return settings;
    }

    private static string? Optional(ParseResult parsed, Option<string?> option, string? before, Func<string, string> read) =>
        parsed.GetValue(option) is not { } text ? before : text == SourceValues.None ? null : read(text);

    private static long? Size(ParseResult parsed, Option<string?> option, long? before) =>
        parsed.GetValue(option) is not { } text ? before : text == SourceValues.None ? null : SourceValues.Bytes(option.Name, text);

    private static ImmutableArray<string> Many(ParseResult parsed, Option<string[]> option, ImmutableArray<string> before, Func<string, string> read) =>
        parsed.GetResult(option) is null ? before : parsed.GetValue(option) is not { } texts || texts is [SourceValues.None] ? [] : [.. texts.Select(read)];
}
