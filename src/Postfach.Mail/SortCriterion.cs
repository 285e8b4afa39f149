namespace Postfach.Mail;

/// <summary>One criterion of an order; where messages are equal by it the next decides, and in the end their place in the mailbox. RFC 5256 §3.</summary>
/// <param name="Reverse">Descending; among equals it changes nothing.</param>
public readonly record struct SortCriterion(SortKey Key, bool Reverse = false);
