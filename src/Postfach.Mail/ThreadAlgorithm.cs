namespace Postfach.Mail;

/// <summary>How messages are put together to threads. RFC 5256 §3, THREAD.</summary>
public enum ThreadAlgorithm
{
    /// <summary>By base subject alone.</summary>
    OrderedSubject,

    /// <summary>By what they refer to, and threads of one base subject together.</summary>
    References,

    /// <summary>By what they refer to alone, the thread with the newest message last (draft-ietf-morg-inthread).</summary>
    Refs,
}
