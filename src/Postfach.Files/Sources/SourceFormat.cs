namespace Postfach.Files;

/// <summary>The kinds of sources.</summary>
public enum SourceFormat
{
    /// <summary>An mbox file, or a folder of them; how it quotes is found for each message.</summary>
    Mbox,
    Mboxo,
    Mboxrd,
    Mboxcl,
    Mboxcl2,
    Maildir,

    /// <summary>A file .eml or .emlx, or a folder of them.</summary>
    Eml,

    /// <summary>A Thunderbird profile.</summary>
    Thunderbird,
}
