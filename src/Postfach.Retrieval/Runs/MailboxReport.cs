namespace Postfach.Retrieval;

/// <summary>What a run did with one mailbox, and whether all of it is here: server says, we hold, missing and why.</summary>
/// <param name="Name">As the provider calls it; empty for POP3.</param>
/// <param name="There">Messages the provider says there are.</param>
/// <param name="Held">Of those, how many are here, or were.</param>
/// <param name="Fetched">Committed by this run.</param>
/// <param name="Bytes">Bytes of them.</param>
/// <param name="Deleted">Deleted there, confirmed.</param>
/// <param name="Unconfirmed">Asked to be deleted, and not known to be.</param>
/// <param name="Vanished">Went without us since the last run.</param>
/// <param name="Missing">What is there and not here, each with its reason.</param>
/// <param name="Notes">What somebody should know.</param>
/// <param name="Hidden">Messages that the provider counts and does not show: they are not here, and not known by name.</param>
/// <param name="FlagsChanged">Messages here whose flags were changed, as they had changed there.</param>
public sealed record MailboxReport(
    string Name, int There, int Held, int Fetched, long Bytes, int Deleted, int Unconfirmed, int Vanished, IReadOnlyList<MissingMessage> Missing, IReadOnlyList<string> Notes,
    int Hidden = 0, int FlagsChanged = 0);
