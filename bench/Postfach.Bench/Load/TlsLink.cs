using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Postfach.Bench.Load;

/// <summary>
/// TLS by OpenSSL itself on a socket that blocks. SslStream makes a context and builds a chain of certificates for every handshake, which costs
/// more than the server's side of it: the load would be measured. Every handshake is a whole one; nobody asks who has made the certificate. Whoever
/// reads or writes blocks the thread.
/// </summary>
internal sealed class TlsLink : IDisposable
{
    private const string Library = "libssl.so.3";

    private static readonly nint Context = SSL_CTX_new(TLS_client_method());

    private readonly nint _ssl = SSL_new(Context);

    /// <exception cref="LoadException">The server did not agree on TLS.</exception>
    public TlsLink(Socket socket)
    {
        // Its closing stays with the socket.
        if (SSL_set_fd(_ssl, (int)socket.Handle) != 1 || SSL_connect(_ssl) != 1)
        {
            Dispose();
            throw new LoadException("TLS could not be begun.");
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0 && SSL_write(_ssl, in MemoryMarshal.GetReference(bytes), bytes.Length) != bytes.Length)
            throw new LoadException("The server closed the connection.");
    }

    /// <summary>How many bytes came; 0: the connection is closed.</summary>
    public int Read(Span<byte> buffer) => Math.Max(0, SSL_read(_ssl, ref MemoryMarshal.GetReference(buffer), buffer.Length));

    public void Dispose() => SSL_free(_ssl);

#pragma warning disable SA1300, IDE1006 // They are called what OpenSSL calls them.
    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint TLS_client_method();

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SSL_CTX_new(nint method);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SSL_new(nint context);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SSL_set_fd(nint ssl, int descriptor);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SSL_connect(nint ssl);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SSL_write(nint ssl, in byte bytes, int length);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SSL_read(nint ssl, ref byte buffer, int length);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SSL_free(nint ssl);
#pragma warning restore SA1300, IDE1006
}
