using System.Globalization;
using System.Text.RegularExpressions;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace Postfach.Retrieval;

/// <summary>What went wrong with an IMAP server, out of what the library throws and what the server said last. RFC 9051 §7.1, RFC 5530.</summary>
internal static partial class ImapFaults
{
    /// <param name="otherwise">What a refusal means where the server gives no code.</param>
    public static ProviderException Map(Exception e, ImapTranscript transcript, ProviderConnector connector, ProviderFault otherwise = ProviderFault.Protocol) => e switch
    {
        ProviderException known => known,
        SslHandshakeException => connector.Insecure(e),
        SaslException => new ProviderException(ProviderFault.LogInRefused, $"The provider does not prove that it knows the password: {e.Message}", e),
        AuthenticationException => Refused(transcript.LastLine, ProviderFault.LogInRefused, e),
        ImapCommandException => Refused(transcript.LastLine, otherwise, e),
        FolderNotOpenException => new ProviderException(ProviderFault.Protocol, "The provider opens a mailbox and does not say whether it may be changed, or closes it by itself.", e),
        NotSupportedException => new ProviderException(ProviderFault.Security, $"The provider cannot do what was asked for: {e.Message}", e),
        ImapProtocolException when transcript.LastLine.StartsWith("* BYE", StringComparison.OrdinalIgnoreCase) => Refused(transcript.LastLine, ProviderFault.Broken, e),
        ImapProtocolException when e.Message.StartsWith("Syntax error", StringComparison.Ordinal) => new ProviderException(ProviderFault.Protocol, $"The provider's answer is none of IMAP: {e.Message}", e),
        _ => new ProviderException(ProviderFault.Broken, $"The connection ended: {e.Message}", e),
    };

    /// <summary>Whether it is one of those that the library throws for what a server does.</summary>
    public static bool IsOne(Exception e) =>
        e is ProviderException or CommandException or ProtocolException or AuthenticationException or SslHandshakeException or IOException or NotSupportedException
            or ServiceNotConnectedException or ServiceNotAuthenticatedException or FolderNotFoundException or FolderNotOpenException or ObjectDisposedException or System.Net.Sockets.SocketException;

    /// <summary>What a response line means.</summary>
    public static ProviderException Refused(string line, ProviderFault otherwise, Exception? inner = null)
    {
        var parts = Status().Match(line);
        var (code, text) = (parts.Groups["code"].Value.ToUpperInvariant(), parts.Success ? parts.Groups["text"].Value : inner?.Message ?? line);
        var wait = Backoff().Match(text);
        var fault = code switch
        {
            "UNAVAILABLE" or "INUSE" or "LIMIT" or "THROTTLED" or "OVERQUOTA" => ProviderFault.Busy,
            _ when wait.Success || Throttled().IsMatch(text) => ProviderFault.Busy,
            "AUTHENTICATIONFAILED" or "AUTHORIZATIONFAILED" or "EXPIRED" or "WEBALERT" => ProviderFault.LogInRefused,
            "PRIVACYREQUIRED" => ProviderFault.Security,
            _ => otherwise,
        };
        return new ProviderException(fault, $"The provider refuses{(code.Length > 0 ? $" ({code})" : "")}: {(text.Length > 0 ? text : "it does not say why")}", inner)
        {
            RetryAfter = wait.Success ? TimeSpan.FromMilliseconds(double.Parse(wait.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)) : null,
        };
    }

    [GeneratedRegex(@"^(?:\S+) (?:NO|BAD|BYE|OK|PREAUTH)(?: \[(?<code>[A-Z0-9-]+)[^\]]*\])? ?(?<text>.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Status();

    // Office 365: "Request is throttled. Suggested Backoff Time: 299884 milliseconds".
    [GeneratedRegex(@"Suggested Backoff Time: ?([0-9]{1,10}) milliseconds", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Backoff();

    [GeneratedRegex(@"throttl|too many (simultaneous )?(connections|logins)|bandwidth limits|try again later", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Throttled();
}
