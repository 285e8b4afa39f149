using MailKit.Security;
using Postfach.Mail;
using Postfach.Protocol.Pop3;

namespace Postfach.Retrieval;

/// <summary>Connects to a POP3 server and logs in, by the best mechanism that both know: a token, SCRAM, PLAIN, USER and PASS.</summary>
internal sealed class Pop3LogIn(SourceSettings settings, ProviderConnector connector)
{
    /// <exception cref="ProviderException">It could not be done.</exception>
    public async Task<(Pop3Client Client, Pop3Capabilities Capabilities)> ConnectAsync(Credential credential, CancellationToken ct)
    {
        Stream stream = await connector.ConnectAsync(ct);
        if (settings.Security == TransportSecurity.Implicit)
            stream = await connector.SecureAsync(stream, ct);
        var client = new Pop3Client(stream);
        var isGreeted = false;
        try
        {
            if (await client.ReadAsync(ct) is { IsOk: false } refusal)
                throw Pop3Refusal.Of(refusal, ProviderFault.Busy);
            var capabilities = await ReadCapabilitiesAsync(client, ct);
            if (settings.Security == TransportSecurity.StartTls)
            {
                // Asked for whether it was announced or not: what was announced came in clear text.
                if (await client.AskAsync("STLS", ct) is { IsOk: false } no)
                    throw new ProviderException(ProviderFault.Security, $"{settings.Host} does not begin TLS ({no.Text}); use --tls implicit, or another port.");
                await client.SecureAsync(s => connector.SecureAsync(s, ct));
                capabilities = await ReadCapabilitiesAsync(client, ct);
            }

            // RFC 6856 §2.1: only before the log-in, and refused it is no worse than not said. Who does not say it gets a message of Courier's own, with the
            // true one in an attachment, for each that has octets above 127 in its header.
            if (capabilities.Has("UTF8"))
                await client.AskAsync("UTF8", ct);
            isGreeted = true;
            await LogInAsync(client, capabilities, credential, ct);
            var loggedIn = await ReadCapabilitiesAsync(client, ct);
            return (client, loggedIn.IsKnown ? loggedIn : capabilities);
        }
        catch (Exception e)
        {
            await client.DisposeAsync();
            if (e is ProviderException fault && connector.EndedEarly(fault, isGreeted) is var early && early != fault)
                throw early;
            throw;
        }
    }

    private static async Task<Pop3Capabilities> ReadCapabilitiesAsync(Pop3Client client, CancellationToken ct)
    {
        if (await client.AskAsync("CAPA", ct) is { IsOk: false })
            return Pop3Capabilities.None;
        var lines = new List<string>();
        await client.ReadListAsync(line => lines.Add(System.Text.Encoding.ASCII.GetString(line)), ct);
        return new Pop3Capabilities(lines);
    }

    private async Task LogInAsync(Pop3Client client, Pop3Capabilities capabilities, Credential credential, CancellationToken ct)
    {
        if (SaslChoice.For(capabilities.Mechanisms, settings, credential) is not { } mechanism)
        {
            if (credential.Secret.AsSpan().ContainsAny('\r', '\n') || credential.User.AsSpan().ContainsAny('\r', '\n'))
                throw new ProviderException(ProviderFault.LogInRefused, "The user's name or the password has a line end in it.");
            var name = await client.AskAsync($"USER {credential.User}", ct);
            var answer = name.IsOk ? await client.AskAsync($"PASS {credential.Secret}", ct) : name;
            if (!answer.IsOk)
                throw Pop3Refusal.OfLogIn(answer, capabilities);
            return;
        }

        await AuthenticateAsync(client, capabilities, mechanism, ct);
    }

    private static async Task AuthenticateAsync(Pop3Client client, Pop3Capabilities capabilities, SaslMechanism mechanism, CancellationToken ct)
    {
        // The first response goes by itself: long ones do not fit into a command (RFC 5034 §4), and some servers want it in two steps.
        await client.SendAsync([$"AUTH {mechanism.MechanismName}"], ct);
        while (true)
        {
            var line = await client.ReadLineAsync(ct);
            if (Pop3Response.TryRead(line.Span, out var response))
            {
                if (response.IsOk)
                    return;
                var refusal = Pop3Refusal.OfLogIn(response, capabilities);
                throw mechanism is TokenMechanism token ? token.Explain(refusal) : refusal;
            }

            if (!Pop3Response.TryReadChallenge(line.Span, out var challenge))
                throw new ProviderException(ProviderFault.Protocol, "The provider's answer to AUTH is none of POP3.");
            await client.SendAsync([Answer(mechanism, challenge, ct)], ct);
        }
    }

    private static string Answer(SaslMechanism mechanism, string challenge, CancellationToken ct)
    {
        try
        {
            return mechanism.Challenge(challenge, ct) ?? "";
        }
        catch (Exception e) when (e is SaslException or FormatException)
        {
            throw new ProviderException(ProviderFault.LogInRefused, $"The provider does not prove that it knows the password ({mechanism.MechanismName}): {e.Message}", e);
        }
    }
}
