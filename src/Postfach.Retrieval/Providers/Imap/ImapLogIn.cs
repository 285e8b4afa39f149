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
        try
        {
            await client.ConnectAsync(new ReadAheadStream(stream), settings.Host, settings.Port, Security, ct);
            await LogInAsync(client, credential, ct);
            await IdentifyAsync(client, ct);
            return new ImapConnection(client, stream, transcript, connector);
        }
        catch (Exception e)
        {
            client.Dispose();
            await stream.DisposeAsync();
            if (!ImapFaults.IsOne(e))
                throw;
            throw ImapFaults.Map(e, transcript, connector, ProviderFault.LogInRefused);
        }
    }

    // There is no "when available": what was announced came in clear text.
    private SecureSocketOptions Security => settings.Security switch
    {
        TransportSecurity.Implicit => SecureSocketOptions.SslOnConnect,
        TransportSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };

    private static Task LogInAsync(RentingClient client, Credential credential, CancellationToken ct)
    {
        if (client.IsAuthenticated) // PREAUTH
            return Task.CompletedTask;
        if (SaslChoice.For(client.AuthenticationMechanisms, credential) is { } mechanism)
            return client.AuthenticateAsync(mechanism, ct);

        // LOGIN is what is left where no mechanism is.
        client.AuthenticationMechanisms.Clear();
        return client.AuthenticateAsync(Encoding.UTF8, new NetworkCredential(credential.User, credential.Secret), ct);
    }

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
