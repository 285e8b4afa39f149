using System.Collections.Immutable;

namespace Postfach.Mail;

/// <summary>What its owner has said of a source: where mail is fetched from, where it lands, what becomes of the copy there. Without the secret.</summary>
public sealed record SourceSettings
{
    /// <summary>Where mail lands where nothing else is said.</summary>
    public const string DefaultInto = "INBOX";

    public static readonly TimeSpan DefaultEvery = TimeSpan.FromMinutes(5);

    public required SourceProtocol Protocol { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public TransportSecurity Security { get; init; } = TransportSecurity.Implicit;

    /// <summary>The log-in name at the provider.</summary>
    public required string User { get; init; }

    public SecretOrigin SecretOrigin { get; init; } = SecretOrigin.Kept;

    /// <summary>Prints the password or the token; run by the system's shell.</summary>
    public string? SecretCommand { get; init; }

    /// <summary>The mailbox mail lands in; <c>{year}</c> and <c>{month}</c> stand for the message's date. For IMAP: where the provider's INBOX lands.</summary>
    public string Into { get; init; } = DefaultInto;

    public RetentionRule Rule { get; init; } = RetentionRule.Leave;

    /// <summary>How long after one run the next one begins.</summary>
    public TimeSpan Every { get; init; } = DefaultEvery;

    /// <summary>IMAP: the connection stays, and new mail is fetched as soon as the provider tells of it. RFC 2177.</summary>
    public bool Idle { get; init; }

    /// <summary>IMAP: patterns of the mailboxes that are fetched, <c>*</c> and <c>%</c> as in LIST, those with <c>!</c> in front are left out. Empty: all.</summary>
    public ImmutableArray<string> Mailboxes { get; init; } = [];

    /// <summary>IMAP: what lands elsewhere than under its own name: <c>Gesendet=Sent</c>, or is left there: <c>Junk=-</c>. A special use stands for its mailbox.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>The SHA-256 of the certificate that the provider must show, in hexadecimal digits; null: one that the system trusts.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>A PEM file with a certificate and its key, shown to the provider.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary><c>[USER@]HOST:PORT</c> of a SOCKS5 proxy. RFC 1928.</summary>
    public string? Proxy { get; init; }

    /// <summary>A file whose first line is the user's password at the proxy. RFC 1929.</summary>
    public string? ProxyPasswordFile { get; init; }

    /// <summary>Bytes. Of a bigger message only its header is fetched, and a placeholder says so. Null: as big as a message may be here.</summary>
    public long? MaxMessageBytes { get; init; }

    /// <summary>Bytes that may be fetched in 24 hours; null: no bound.</summary>
    public long? DailyBytes { get; init; }

    /// <summary>The brake: deletions beyond what the rule foresaw stop at more than so many percent of what is there…</summary>
    public int BrakePercent { get; init; } = 20;

    /// <summary>…or at more than so many messages.</summary>
    public int BrakeMessages { get; init; } = 50;

    /// <summary>Whether all of it is the same. Arrays by what is in them: as records compare them, equal ones from two places are not.</summary>
    public bool IsSameAs(SourceSettings other) =>
        (this with { Mailboxes = [], Folders = [] }) == (other with { Mailboxes = [], Folders = [] }) && Mailboxes.SequenceEqual(other.Mailboxes) && Folders.SequenceEqual(other.Folders);

    public static int DefaultPort(SourceProtocol protocol, TransportSecurity security) => (protocol, security) switch
    {
        (SourceProtocol.Pop3, TransportSecurity.Implicit) => 995,
        (SourceProtocol.Pop3, _) => 110,
        (_, TransportSecurity.Implicit) => 993,
        _ => 143,
    };
}
