namespace Postfach.Administration;

/// <summary>A connection that is open.</summary>
/// <param name="Id">What the log calls it.</param>
/// <param name="User">Null: nobody has logged in, or it is one of LMTP, which has no log-ins.</param>
/// <param name="Peer">The client's address, or <c>unix</c>.</param>
internal sealed record ConnectionRow(string Id, string Listener, string Peer, string? User, bool Encrypted, DateTimeOffset Since);
