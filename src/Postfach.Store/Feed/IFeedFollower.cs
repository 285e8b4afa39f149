using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Makes something out of what comes into an account, behind the deliveries: it follows the feed piece by piece. One at a time works on it.</summary>
internal interface IFeedFollower
{
    AccountId Account { get; }

    /// <summary>How long nothing has to come before what came is worked on.</summary>
    TimeSpan IdleDelay { get; }

    /// <summary>Does a piece of what there is to do.</summary>
    /// <returns>Whether there is more to do.</returns>
    /// <exception cref="StoreException">The disk refuses.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled, or the account is being closed.</exception>
    Task<bool> WorkAsync(Throttle throttle, CancellationToken ct);
}
