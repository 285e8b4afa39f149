using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Where mail is fetched from for one account.</summary>
/// <param name="Secret">The password, encrypted by whoever keeps it; null: there is none.</param>
/// <param name="Runs">How many runs were begun.</param>
public sealed record Source(SourceId Id, string Name, AccountId Account, SourceSettings Settings, ReadOnlyMemory<byte>? Secret, long Runs, SourceState State);
