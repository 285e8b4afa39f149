namespace Postfach.Retrieval;

/// <summary>What is left at the provider at the end of a day.</summary>
/// <param name="Day">0: right after the first run; 1: a day later.</param>
/// <param name="Percent">How full the provider's mailbox is then; null: the provider does not say.</param>
public sealed record ForecastDay(int Day, ForecastAmount Left, double? Percent);
