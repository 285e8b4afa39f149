namespace Postfach.Retrieval;

/// <summary>How full the provider's mailbox is. RFC 9208.</summary>
/// <param name="UsedBytes">Bytes.</param>
/// <param name="LimitBytes">Bytes.</param>
public sealed record RemoteQuota(long UsedBytes, long LimitBytes)
{
    public double Percent => LimitBytes == 0 ? 0 : 100.0 * UsedBytes / LimitBytes;
}
