namespace Postfach.Retrieval;

/// <summary>What is still there after all days of the forecast, by the reason for it.</summary>
/// <param name="Cause">Null: it goes later.</param>
public sealed record ForecastStay(StayCause? Cause, ForecastAmount Amount);
