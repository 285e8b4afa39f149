namespace Postfach.Bench.Servers;

/// <summary>Kinds of servers, and which of them are asked for a figure.</summary>
[Flags]
internal enum ServerKinds
{
    Postfach = 1,

    /// <summary>Without a full-text plug-in, as Debian installs it: the peer.</summary>
    Dovecot = 2,

    /// <summary>With dovecot-fts-xapian. It finds beginnings of words only, so it is shown beside the others and is no peer.</summary>
    DovecotXapian = 4,

    Peers = Postfach | Dovecot,
    All = Peers | DovecotXapian,
}
