namespace Postfach.Files;

/// <summary>The messages that go to one mailbox. They are found while they are asked for.</summary>
/// <param name="Target">The mailbox.</param>
public sealed record SourceFolder(MailboxFacts Target, IEnumerable<SourceMessage> Messages);
