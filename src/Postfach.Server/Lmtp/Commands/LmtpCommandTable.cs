using System.Collections.Frozen;
using Postfach.Protocol.Lmtp;

namespace Postfach.Server.Lmtp.Commands;

/// <summary>All commands.</summary>
internal static class LmtpCommandTable
{
    public static readonly FrozenDictionary<Type, LmtpCommandRow> Rows = new[]
    {
        // Before LHLO too: its chunk has to be read.
        LmtpCommandRow.Of<LmtpRequest.Bdat>("BDAT", needsLhlo: false, BdatCommand.RunAsync),
        LmtpCommandRow.Of<LmtpRequest.Data>("DATA", needsLhlo: true, DataCommand.RunAsync),
        LmtpCommandRow.Of<LmtpRequest.Lhlo>("LHLO", needsLhlo: false, LhloCommand.RunAsync),
        LmtpCommandRow.Of<LmtpRequest.Mail>("MAIL", needsLhlo: true, MailCommand.RunAsync),
        LmtpCommandRow.Of<LmtpRequest.Noop>("NOOP", needsLhlo: false, NoopCommand.RunAsync),
        LmtpCommandRow.Of<LmtpRequest.Quit>("QUIT", needsLhlo: false, QuitCommand.RunAsync),
        LmtpCommandRow.Of<LmtpRequest.Rcpt>("RCPT", needsLhlo: true, RcptCommand.RunAsync),
        LmtpCommandRow.Of<LmtpRequest.Rset>("RSET", needsLhlo: false, RsetCommand.RunAsync),
        LmtpCommandRow.Of<LmtpRequest.StartTls>("STARTTLS", needsLhlo: true, StartTlsCommand.RunAsync),
        LmtpCommandRow.Of<LmtpRequest.Vrfy>("VRFY", needsLhlo: false, VrfyCommand.RunAsync),
    }.ToFrozenDictionary(row => row.Request);

    public static LmtpCommandRow RowOf(LmtpRequest request) => Rows[request.GetType()];
}
