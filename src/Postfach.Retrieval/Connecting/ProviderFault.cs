namespace Postfach.Retrieval;

/// <summary>What kind of trouble there is with a provider.</summary>
public enum ProviderFault
{
    /// <summary>Nobody answers there. It may be the network here.</summary>
    Unreachable,

    /// <summary>TLS failed: the certificate is not the one, or the server has no TLS.</summary>
    Security,

    /// <summary>The password, or the token, is refused.</summary>
    LogInRefused,

    /// <summary>The secret could not be had: its command failed.</summary>
    NoSecret,

    /// <summary>Somebody else has the mailbox, or the provider asks to come later.</summary>
    Busy,

    /// <summary>The connection ended, or nothing came any more.</summary>
    Broken,

    /// <summary>What it says is not the protocol, or it refuses what must be possible.</summary>
    Protocol,

    /// <summary>There is no host of its name: those who know all names say so.</summary>
    UnknownHost,
}
