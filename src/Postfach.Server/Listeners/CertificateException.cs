namespace Postfach.Server.Listeners;

/// <summary>A certificate or its key cannot be used; the message names the file and says what to do.</summary>
public sealed class CertificateException : Exception
{
    private CertificateException(CertificateFault fault, string message, Exception? inner)
        : base(message, inner) => Fault = fault;

    public CertificateFault Fault { get; }

    internal static CertificateException Unreadable(string path, string what, Exception inner) => inner switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            new(CertificateFault.Missing, $"The {what} file {path} does not exist; put it there, or name another in the configuration.", inner),
        UnauthorizedAccessException =>
            new(CertificateFault.NotAllowed, $"The {what} file {path} may not be read by this user; change its owner or its mode.", inner),
        _ => new(CertificateFault.Missing, $"The {what} file {path} cannot be read: {inner.Message}", inner),
    };

    internal static CertificateException Bad(string path, string what, Exception? inner) =>
        new(CertificateFault.Bad, $"The certificate file {path} {what}; give PEM files that belong together.", inner);
}
