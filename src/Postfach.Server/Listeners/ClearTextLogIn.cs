namespace Postfach.Server.Listeners;

/// <summary>From where a password may come over a connection without TLS. A Unix socket counts as loopback.</summary>
public enum ClearTextLogIn { Never, Loopback, Always }
