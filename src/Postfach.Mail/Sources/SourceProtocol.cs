namespace Postfach.Mail;

/// <summary>How mail is fetched from a provider. Stored: the numbers stay.</summary>
public enum SourceProtocol : byte
{
    Pop3 = 1,
    Imap = 2,
}
