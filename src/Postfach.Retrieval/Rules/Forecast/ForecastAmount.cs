namespace Postfach.Retrieval;

/// <summary>So many messages, and their bytes.</summary>
public sealed record ForecastAmount(int Messages, long Bytes)
{
    public static readonly ForecastAmount None = new(0, 0);

    public static ForecastAmount operator +(ForecastAmount left, ForecastAmount right) => new(left.Messages + right.Messages, left.Bytes + right.Bytes);

    public static ForecastAmount operator -(ForecastAmount left, ForecastAmount right) => new(left.Messages - right.Messages, left.Bytes - right.Bytes);
}
