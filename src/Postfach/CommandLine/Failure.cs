using System.Net.Sockets;
using Postfach.Files;
using Postfach.Server.Listeners;
using Postfach.Store;

namespace Postfach.CommandLine;

/// <summary>What went wrong, as an exit code and the one line that says it.</summary>
internal static class Failure
{
    public static (ExitCode Code, string Line) Of(Exception exception)
    {
        var (code, message) = exception switch
        {
            CommandException e => (e.Code, e.Message),
            ImportException e => (ExitCode.TemporaryFailure, e.Message),
            ExportException e => (ExitCode.CannotCreate, e.Message),
            DataFolderInUseException e => (ExitCode.TemporaryFailure, e.Message),
            StoreException { InnerException: UnauthorizedAccessException } e => (ExitCode.NoPermission, e.Message),
            StoreException e => (ExitCode.IoError, e.Message),
            ListenException { Error: SocketError.AccessDenied } e => (ExitCode.NoPermission, e.Message),
            ListenException e => (ExitCode.Unavailable, e.Message),
            CertificateException e => (CodeOf(e.Fault), e.Message),
            UnauthorizedAccessException e => (ExitCode.NoPermission, e.Message),
            IOException e => (ExitCode.IoError, e.Message),
            OperationCanceledException => (ExitCode.TemporaryFailure, "Interrupted."),
            var e => (ExitCode.Software, $"This is a defect of postfach, please report it: {e}"),
        };
        return (code, OneLine(message));
    }

    public static string OneLine(string message) => string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static ExitCode CodeOf(CertificateFault fault) => fault switch
    {
        CertificateFault.Missing => ExitCode.NoInput,
        CertificateFault.NotAllowed => ExitCode.NoPermission,
        _ => ExitCode.DataError,
    };
}
