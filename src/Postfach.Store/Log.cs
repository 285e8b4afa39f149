using Microsoft.Extensions.Logging;

namespace Postfach.Store;

/// <summary>What the store logs: events 5000 to 5999.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Critical, "Account {Account} became read-only: its file could not be written")]
    public static partial void AccountFaulted(ILogger logger, Exception fault, long account);

    [LoggerMessage(5001, LogLevel.Warning, "Account {Account} was opened anew after a failure of its disk and was found sound")]
    public static partial void AccountRecovered(ILogger logger, long account);

    [LoggerMessage(5002, LogLevel.Warning, "Account {Account} was not closed properly or is older than it was: UIDs go on from {UidNext}, the mod-sequence from {ModSeq}")]
    public static partial void AccountJumped(ILogger logger, long account, uint uidNext, long modSeq);

    [LoggerMessage(5003, LogLevel.Warning, "Account {Account} has a file that this store does not know: all of its mailboxes got a new UIDVALIDITY")]
    public static partial void AccountRevalidated(ILogger logger, long account);

    [LoggerMessage(5004, LogLevel.Information, "Account {Account}: {Messages} messages left for good after their grace time")]
    public static partial void GraceEnded(ILogger logger, long account, long messages);

    [LoggerMessage(5007, LogLevel.Error, "The mail of account {Account}, whose user was removed with it, could not be removed; it is tried again at the next start")]
    public static partial void AccountNotRemoved(ILogger logger, long account, Exception fault);

    [LoggerMessage(5008, LogLevel.Information, "The mail of account {Account} was removed with its user")]
    public static partial void AccountRemoved(ILogger logger, long account);

    [LoggerMessage(5005, LogLevel.Warning, "Log-ins from {Address} are slowed down after {Failures} wrong passwords")]
    public static partial void AddressSlowed(ILogger logger, string address, int failures);

    [LoggerMessage(5006, LogLevel.Warning, "Log-ins as {User} are slowed down after {Failures} wrong passwords")]
    public static partial void UserSlowed(ILogger logger, string user, int failures);

    [LoggerMessage(5020, LogLevel.Warning, "The search index of account {Account} cannot be used and is made anew; until then searches look at the mail itself")]
    public static partial void IndexBroken(ILogger logger, long account, Exception fault);

    [LoggerMessage(5021, LogLevel.Warning, "What is prepared and indexed behind the deliveries could not be made for account {Account}; it is tried again")]
    public static partial void FollowingFailed(ILogger logger, long account, Exception fault);
}
