namespace Postfach.Protocol.Pop3;

/// <summary>Why a command failed, for the client's program. RFC 2449 §8, RFC 3206 §4.</summary>
public enum Pop3ResponseCode
{
    None,

    /// <summary>Other sessions have as much of the maildrop as there is.</summary>
    InUse,

    /// <summary>The credentials are wrong: ask the user for others.</summary>
    Auth,

    /// <summary>A fault on this side that will most likely pass.</summary>
    SystemTemporary,

    /// <summary>A fault on this side that needs somebody's hand.</summary>
    SystemPermanent,
}
