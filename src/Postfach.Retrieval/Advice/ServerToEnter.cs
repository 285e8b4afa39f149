namespace Postfach.Retrieval;

/// <summary>A server as it is entered into a mail program.</summary>
/// <param name="Host">As a mail program is to be told; null: the provider's, which nobody has named.</param>
/// <param name="IsTls">TLS from the first byte; otherwise STARTTLS.</param>
/// <param name="User">Null: not known.</param>
public sealed record ServerToEnter(string? Host, int Port, bool IsTls, string? User);
