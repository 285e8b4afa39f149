namespace Postfach.Mail;

/// <summary>Where a source's password or token comes from. Stored: the numbers stay.</summary>
public enum SecretOrigin : byte
{
    /// <summary>A password that the data folder keeps, encrypted.</summary>
    Kept = 1,

    /// <summary>A password that a command prints at each log-in.</summary>
    PasswordCommand = 2,

    /// <summary>An OAuth 2.0 access token that a command prints at each log-in. RFC 7628.</summary>
    TokenCommand = 3,
}
