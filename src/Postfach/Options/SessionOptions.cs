using Postfach.Server.Imap;
using Postfach.Server.Lmtp;
using Postfach.Server.Pop3;

namespace Postfach.Options;

/// <summary>What clients of each protocol may take.</summary>
internal sealed record SessionOptions(ImapSessionLimits Imap, Pop3Limits Pop3, LmtpOptions Lmtp)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static SessionOptions Read(OptionsReader reader, string hostName)
    {
        var (imap, pop3, lmtp) = (new ImapSessionLimits(), new Pop3Limits(), new LmtpOptions { HostName = hostName });
        return new SessionOptions(
            imap with
            {
                LogInTimeout = Time("Imap:LogInTimeout", imap.LogInTimeout),
                AutoLogout = Time("Imap:AutoLogout", imap.AutoLogout),
                StallTimeout = Time("Imap:StallTimeout", imap.StallTimeout),
                MaxFailedLogIns = reader.Number("Imap:MaxFailedLogIns", imap.MaxFailedLogIns, 1, 1000),
            },
            pop3 with
            {
                LogInTimeout = Time("Pop3:LogInTimeout", pop3.LogInTimeout),
                AutoLogout = Time("Pop3:AutoLogout", pop3.AutoLogout),
                MaxFailedLogIns = reader.Number("Pop3:MaxFailedLogIns", pop3.MaxFailedLogIns, 1, 1000),
            },
            lmtp with
            {
                Timeout = Time("Lmtp:Timeout", lmtp.Timeout),
                MaxRecipients = reader.Number("Lmtp:MaxRecipients", lmtp.MaxRecipients, 1, 10_000),
            });

        TimeSpan Time(string key, TimeSpan otherwise) => reader.Time(key, otherwise, Shortest, Longest);
    }
}
