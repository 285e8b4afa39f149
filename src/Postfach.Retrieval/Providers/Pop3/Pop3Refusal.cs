using Postfach.Protocol.Pop3;

namespace Postfach.Retrieval;

/// <summary>What a POP3 provider's -ERR means. RFC 2449 §8.1, RFC 3206.</summary>
internal static class Pop3Refusal
{
    /// <summary>An answer to anything but a log-in.</summary>
    /// <param name="otherwise">What it is where the provider gives no code that is known.</param>
    public static ProviderException Of(Pop3Response response, ProviderFault otherwise)
    {
        var kind = KindOf(response.Code);
        var (fault, what) = kind switch
        {
            "IN-USE" => (ProviderFault.Busy, "The mailbox is in use by another program or device"),
            "LOGIN-DELAY" => (ProviderFault.Busy, "The provider wants more time between two log-ins"),
            "SYS/TEMP" => (ProviderFault.Busy, "The provider has trouble that passes by itself"),
            "SYS/PERM" => (ProviderFault.Protocol, "The provider has trouble that does not pass by itself; ask those who run it"),
            "AUTH" => (ProviderFault.LogInRefused, "The provider refuses name or password"),
            _ => (otherwise, "The provider refuses"),
        };
        var code = response.Code.Length > 0 ? $" ({response.Code})" : "";
        return new ProviderException(fault, $"{what}{code}: {(response.Text.Length > 0 ? response.Text : "it does not say why")}") { IsTooSoon = kind == "LOGIN-DELAY" };
    }
    /// <summary>The answer to a log-in.</summary>
    public static ProviderException OfLogIn(Pop3Response response, Pop3Capabilities capabilities)
    {
        // RFC 3206 §6: who announces it says AUTH whenever it is name or password; anything else is then no reason to ask for another password.
        var otherwise = capabilities.Has("AUTH-RESP-CODE") ? ProviderFault.Busy : ProviderFault.LogInRefused;
        var refusal = Of(response, otherwise);
        return refusal.IsTooSoon ? new ProviderException(refusal.Fault, refusal.Message) { IsTooSoon = true, RetryAfter = capabilities.LoginDelay } : refusal;
    }

    // RFC 2449 §8: a code may have further parts, and whoever does not know them goes by those before.
    private static string KindOf(string code) => code.Split('/') switch
    {
        ["SYS", "PERM", ..] => "SYS/PERM",
        ["SYS", ..] => "SYS/TEMP",
        [var first, ..] => first,
        _ => "",
    };
}
