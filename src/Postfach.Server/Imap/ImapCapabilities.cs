using Postfach.Server.Connections;

namespace Postfach.Server.Imap;

/// <summary>What the server can do, as CAPABILITY tells it. RFC 9051 §7.2.2.</summary>
internal static class ImapCapabilities
{
    private static readonly string[] Always =
    [
        "IMAP4rev2", // RFC 9051
        "IMAP4rev1", // RFC 3501
        "LITERAL+", // RFC 7888
        "SASL-IR", // RFC 4959
        "ID", // RFC 2971
        "ENABLE", // RFC 5161
        "IDLE", // RFC 2177
    ];

    private static readonly string[] LoggedIn =
    [
        "NAMESPACE", // RFC 2342
        "UNSELECT", // RFC 3691
        "UIDPLUS", // RFC 4315
        "CONDSTORE", "QRESYNC", // RFC 7162
        "MOVE", // RFC 6851
        "CHILDREN", // RFC 3348
        "SPECIAL-USE", // RFC 6154
        "ESEARCH", // RFC 4731
        "SEARCHRES", // RFC 5182
        "WITHIN", // RFC 5032
        "SORT", // RFC 5256
        "SORT=DISPLAY", // RFC 5957
        "ESORT", "CONTEXT=SEARCH", "CONTEXT=SORT", // RFC 5267
        "PARTIAL", // RFC 9394
        "MULTISEARCH", // RFC 7377
        "THREAD=ORDEREDSUBJECT", "THREAD=REFERENCES", // RFC 5256
        "THREAD=REFS", // draft-ietf-morg-inthread
        "SEARCH=FUZZY", // RFC 6203
        "INPROGRESS", // RFC 9585
        "I18NLEVEL=1", // RFC 5255
        "CREATE-SPECIAL-USE", // RFC 6154
        "LIST-EXTENDED", // RFC 5258
        "LIST-STATUS", // RFC 5819
        "STATUS=SIZE", // RFC 8438
        "APPENDLIMIT", // RFC 7889
        "MULTIAPPEND", // RFC 3502
        "BINARY", // RFC 3516
        "PREVIEW", // RFC 8970
        "OBJECTID", // RFC 8474
        "SAVEDATE", // RFC 8514
        "UTF8=ACCEPT", // RFC 6855
    ];

    public static IReadOnlyList<string> Of(IClientConnection connection, ImapStates state)
    {
        if (state != ImapStates.NotAuthenticated)
            return [.. Always, .. LoggedIn];
        var capabilities = new List<string>(Always);
        if (!connection.IsEncrypted)
            capabilities.Add("STARTTLS");

        // RFC 9051 §11.1: who may not send a password must be told before it is too late.
        if (connection.MayLogIn)
            capabilities.AddRange(SaslLogIn.Mechanisms(connection).Select(name => "AUTH=" + name));
        else
            capabilities.Add("LOGINDISABLED");
        return capabilities;
    }
}
