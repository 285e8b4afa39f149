namespace Postfach.Retrieval;

/// <summary>How a person calls a message at a provider: by the provider's name for it, behind that of its mailbox where there are several.</summary>
public static class CopyName
{
    /// <param name="mailbox">As the provider calls it; empty for POP3.</param>
    public static string Of(string mailbox, string id) => mailbox.Length == 0 ? id : $"{mailbox}:{id}";
}
