using Microsoft.Extensions.Logging;
using Postfach.Options;
using Postfach.Server.Imap;
using Postfach.Server.Listeners;
using Postfach.Server.Lmtp;
using Postfach.Server.Pop3;
using Postfach.Store;

namespace Postfach.Serving;

/// <summary>Which session serves which protocol.</summary>
internal sealed class Sessions(MailStore store, SessionOptions options, TimeProvider time, ILoggerFactory logs)
{
    private readonly ImapService _imap = new(store, options.Imap, time, logs);
    private readonly Pop3Service _pop3 = new(store, options.Pop3, time, logs);
    private readonly LmtpService _lmtp = new(store, options.Lmtp, time, logs);

    public MailSession For(MailProtocol protocol) => protocol switch
    {
        MailProtocol.Imap => _imap.ServeAsync,
        MailProtocol.Pop3 => _pop3.ServeAsync,
        _ => _lmtp.ServeAsync,
    };
}
