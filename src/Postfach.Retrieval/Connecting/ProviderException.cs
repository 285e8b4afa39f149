namespace Postfach.Retrieval;

/// <summary>A provider cannot be used, now or in this way. The message says what and, where something can be done, what to do.</summary>
public sealed class ProviderException : Exception
{
    public ProviderException(ProviderFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    public ProviderFault Fault { get; }

    /// <summary>The provider has said how long to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The last log-in was too short a time ago. RFC 2449 §6.5.</summary>
    public bool IsTooSoon { get; init; }

    /// <summary>Only the one mailbox cannot be used; the session goes on.</summary>
    public bool IsOfOneMailbox { get; init; }
}
