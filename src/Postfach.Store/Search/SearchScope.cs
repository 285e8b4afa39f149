using Postfach.Mail;

namespace Postfach.Store;

/// <summary>What a search looks at: the session's view, and what its keys mean there.</summary>
/// <param name="Saved">What the last search saved.</param>
/// <param name="Now">For the age of messages.</param>
public sealed record SearchScope(MailboxSnapshot View, UidSet Recent, UidSet Saved, DateTimeOffset Now);
