using Postfach.Server.Connections;

namespace Postfach.Server.Listeners;

/// <summary>
/// Serves one connection until it ends. Once <paramref name="stopping"/> is cancelled it finishes what it is doing, says goodbye in its protocol's
/// words and returns; a few seconds later the connection is cut.
/// </summary>
public delegate Task MailSession(IClientConnection connection, CancellationToken stopping);
