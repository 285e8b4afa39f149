using System.Net;
using System.Text;
using MailKit.Net.Imap;
using MailKit.Security;
using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>Connects to an IMAP server and logs in.</summary>
internal sealed class ImapLogIn(SourceSettings settings, ProviderConnector connector)
{
    /// <exception cref="ProviderException">It could not be done.</exception>
    public async Task<ImapConnection> ConnectAsync(Credential credential, CancellationToken ct)
    {
        var transcript = new ImapTranscript();
        var stream = await connector.ConnectAsync(ct);
        var client = new RentingClient(transcript)
        {
            CheckCertificateRevocation = false, // As for POP3, and as .NET does: whoever wants more pins
            ServerCertificateValidationCallback = (_, certificate, _, errors) => connector.IsTrusted(certificate, errors),
            ClientCertificates = connector.ClientCertificates(),
        };
        SaslMechanism? mechanism = null;
        var isGreeted = false;
        var otherwise = settings.Security == TransportSecurity.StartTls ? ProviderFault.Security : ProviderFault.Protocol;
        try
        {
            await client.ConnectAsync(new ReadAheadStream(stream), settings.Host, settings.Port, Security, ct);
            RefuseWeaker(client);
            (isGreeted, otherwise) = (true, ProviderFault.LogInRefused);
            mechanism = SaslChoice.For(client.AuthenticationMechanisms, settings, credential);
            await LogInAsync(client, mechanism, credential, ct);
            await IdentifyAsync(client, ct);
            transcript.EndLogIn();
            return new ImapConnection(client, stream, transcript, connector);
        }
        catch (Exception e)
        {
            client.Dispose();
            await stream.DisposeAsync();
            if (!ImapFaults.IsOne(e))
                throw;
            var fault = ImapFaults.Map(e, transcript, connector, otherwise);
            fault = connector.EndedEarly(fault, isGreeted);
            throw mechanism is TokenMechanism token ? token.Explain(fault) : fault;
        }
    }

    // There is no "when available": what was announced came in clear text.
    private SecureSocketOptions Security => settings.Security switch
    {
        TransportSecurity.Implicit => SecureSocketOptions.SslOnConnect,
        TransportSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };

    // A greeting in clear text that says who one is may be anybody's: RFC 9051 §11.1.
    private void RefuseWeaker(RentingClient client)
    {
        if (settings.Security != TransportSecurity.None && !client.IsSecure)
            throw new ProviderException(ProviderFault.Security, $"{settings.Host} goes on without TLS; nothing was told to it.");
        if (settings.Security == TransportSecurity.StartTls && client.IsAuthenticated)
            throw new ProviderException(ProviderFault.Security, $"{settings.Host} says before TLS that the log-in is done (PREAUTH); that may be anybody. Nothing was told to it.");
    }

    private Task LogInAsync(RentingClient client, SaslMechanism? mechanism, Credential credential, CancellationToken ct)
    {
        if (client.IsAuthenticated) // PREAUTH
            return Task.CompletedTask;
        if (mechanism is not null)
            return client.AuthenticateAsync(mechanism, ct);

        // LOGIN is what is left where no mechanism is. RFC 9051 §6.2.3.
        if (client.Capabilities.HasFlag(ImapCapabilities.LoginDisabled))
        {
            throw settings.Security == TransportSecurity.None
                ? new ProviderException(ProviderFault.Security, $"{settings.Host} takes no password in clear text (LOGINDISABLED); use --tls implicit or --tls starttls.")
                : new ProviderException(ProviderFault.LogInRefused, $"{settings.Host} takes no password (LOGINDISABLED); it offers {Offered(client)}.");
        }

        client.AuthenticationMechanisms.Clear();
        return client.AuthenticateAsync(Encoding.UTF8, new NetworkCredential(credential.User, credential.Secret), ct);
    }

    private static string Offered(RentingClient client) =>
        client.AuthenticationMechanisms.Count == 0 ? "nothing else" : string.Join(", ", client.AuthenticationMechanisms.Order(StringComparer.Ordinal));

    // RFC 2971. Some providers open no mailbox for those who do not say who they are.
    private static async Task IdentifyAsync(RentingClient client, CancellationToken ct)
    {
        if (!client.Capabilities.HasFlag(ImapCapabilities.Id))
            return;
        try
        {
            await client.IdentifyAsync(new ImapImplementation { Name = "Postfach", Version = typeof(ImapLogIn).Assembly.GetName().Version?.ToString(3) }, ct);
        }
        catch (ImapCommandException)
        {
            // Who announces ID and then refuses it does not need it.
        }
    }
}
