namespace Postfach.Crash;

/// <summary>What a run shall do.</summary>
/// <param name="Kills">How often the server is killed.</param>
/// <param name="Seed">Decides what the clients do and when the server is killed; what the machine does between is its own affair.</param>
/// <param name="DataFolder">Stays over all kills; made when it is missing.</param>
internal sealed record CrashSettings(int Kills, int Seed, string DataFolder)
{
    public const string Password = "correct-horse";

    /// <summary>Uses IMAP and gets mail by LMTP.</summary>
    public const string Anna = "anna";

    /// <summary>Uses POP3 and gets mail by LMTP.</summary>
    public const string Bert = "bert";

    public static readonly string[] Mailboxes = ["INBOX", "Archive", "Work"];

    public int ImapClients { get; init; } = 4;

    public int LmtpClients { get; init; } = 2;
}
