namespace Postfach.Store;

/// <summary>What became of flags that changed at a provider. Durable.</summary>
/// <param name="Messages">Messages whose flags had changed there, and are changed here too.</param>
/// <param name="WithoutKeywords">Of those, how many have not got all keywords: their mailbox would have more than one may.</param>
public readonly record struct FlagsCarried(int Messages, int WithoutKeywords);
