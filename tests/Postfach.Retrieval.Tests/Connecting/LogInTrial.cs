using System.Net;
using Microsoft.Extensions.Time.Testing;
using Postfach.Mail;

namespace Postfach.Retrieval.Tests.Connecting;

/// <summary>A log-in at a peer, by the code that runs use, without a store behind it.</summary>
internal static class LogInTrial
{
    /// <summary>One that stands out where it should not be.</summary>
    public const string Secret = "Geheim-7311";

    public static readonly Credential Password = new("anna", Secret, IsToken: false), Token = new("anna", Secret, IsToken: true);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static FakeTimeProvider Clock() => new(new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero));

    public static SourceSettings Settings(SourceProtocol protocol, IPEndPoint peer, TransportSecurity security = TransportSecurity.None) =>
        new() { Protocol = protocol, Host = peer.Address.ToString(), Port = peer.Port, Security = security, User = "anna" };

    /// <returns>What the provider can do.</returns>
    /// <exception cref="ProviderException">It could not be done.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(SourceSettings settings, Credential credential, TimeProvider? time = null)
    {
        var connector = new ProviderConnector(settings, time ?? Clock());
        if (settings.Protocol == SourceProtocol.Imap)
        {
            await using var imap = await new ImapLogIn(settings, connector).ConnectAsync(credential, Ct);
            return [.. imap.Client.AuthenticationMechanisms, .. imap.Client.Capabilities.ToString().Split(", ")];
        }

        var (client, capabilities) = await new Pop3LogIn(settings, connector).ConnectAsync(credential, Ct);
        await client.DisposeAsync();
        return capabilities.Lines;
    }

    /// <summary>One that must fail.</summary>
    public static Task<ProviderException> FailAsync(SourceSettings settings, Credential credential) => Assert.ThrowsAsync<ProviderException>(() => RunAsync(settings, credential));
}
