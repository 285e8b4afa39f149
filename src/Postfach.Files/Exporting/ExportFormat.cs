namespace Postfach.Files;

/// <summary>The kinds of files that an account can be exported to.</summary>
public enum ExportFormat
{
    /// <summary>An mboxrd file for each mailbox.</summary>
    Mbox,

    /// <summary>A Maildir with folders as Maildir++ has them, with UIDs and keywords as Dovecot keeps them.</summary>
    Maildir,

    /// <summary>A folder for each mailbox, a file for each message.</summary>
    Eml,
}
