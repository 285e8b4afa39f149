namespace Postfach.Mail;

/// <summary>How a connection to a provider is protected. There is no "if available": what cannot be had is an error. Stored: the numbers stay.</summary>
public enum TransportSecurity : byte
{
    /// <summary>TLS from the first byte. RFC 8314 §3.</summary>
    Implicit = 1,

    /// <summary>STARTTLS or STLS, before anything else is said. RFC 2595.</summary>
    StartTls = 2,

    /// <summary>Clear text.</summary>
    None = 3,
}
