using Postfach.Store;

namespace Postfach.Server.Connections;

/// <summary>How a log-in by SASL ended.</summary>
internal abstract record SaslResult
{
    private SaslResult()
    {
    }

    public sealed record LoggedIn(User User) : SaslResult;

    /// <summary>Name and password do not belong together.</summary>
    public sealed record Refused(string Name) : SaslResult;

    /// <summary>Nothing was checked: too many wrong passwords have come from this address.</summary>
    public sealed record Later(string Why) : SaslResult;

    /// <summary>The exchange could not come to its end.</summary>
    public sealed record Failed(string Why) : SaslResult;

    /// <summary>What came is no response at all, or the client gave up.</summary>
    public sealed record Broken(string Why) : SaslResult;

    /// <summary>The connection is over; there is nothing to answer.</summary>
    public sealed record Ended : SaslResult;
}
