namespace Postfach.Files;

/// <summary>How an mbox file hides lines of a body that begin with <c>From </c>.</summary>
public enum Quoting
{
    /// <summary>Not at all (mboxcl2, and every other kind of file).</summary>
    None,

    /// <summary>A <c>&gt;</c> before <c>From </c> alone (mboxo, mboxcl).</summary>
    OnlyFrom,

    /// <summary>One more <c>&gt;</c> before any number of them (mboxrd).</summary>
    OneMore,
}
