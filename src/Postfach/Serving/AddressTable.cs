using Postfach.CommandLine;
using Postfach.Server.Listeners;

namespace Postfach.Serving;

/// <summary>Where the server listens, a line an address: name, place, security.</summary>
internal static class AddressTable
{
    public static void Write(IReadOnlyList<ListenAddress> addresses, CommandEnvironment environment) =>
        Listing.Write(["Protocol", "Address", "Security"], addresses.Select(a => new[] { a.Name, a.Place, Security(a) }), environment);

    private static string Security(ListenAddress address) => address switch
    {
        { ImplicitTls: true } => "TLS",
        { Protocol: MailProtocol.Pop3 } => "STLS",
        _ => "STARTTLS",
    };
}
