namespace Postfach.Server.Imap;

internal enum ImapEventKind
{
    Frame,
    TimedOut,

    /// <summary>The server wants to stop.</summary>
    Stopping,
}
