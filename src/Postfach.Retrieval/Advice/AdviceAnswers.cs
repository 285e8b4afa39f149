namespace Postfach.Retrieval;

/// <summary>Answers to the five questions that decide between POP3 and IMAP.</summary>
/// <param name="Devices">Several devices shall show the mail.</param>
/// <param name="People">Several people work with it.</param>
/// <param name="SmallQuota">The provider gives little room.</param>
/// <param name="KeepByLaw">Mail has to be kept for years, by law or contract.</param>
/// <param name="Offline">All of it must be there without the internet.</param>
public sealed record AdviceAnswers(bool Devices, bool People, bool SmallQuota, bool KeepByLaw, bool Offline);
