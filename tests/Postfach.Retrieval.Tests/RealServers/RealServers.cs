using System.Net;

namespace Postfach.Retrieval.Tests.RealServers;

/// <summary>One Courier and one Cyrus, with accounts of the same names. In CI neither may be missing.</summary>
public sealed class RealServers : IAsyncLifetime
{
    public const string Courier = "courier", Cyrus = "cyrus";

    private CourierProcess? _courier;
    private CyrusProcess? _cyrus;

    // No two tests have the same.
    private static IReadOnlyList<string> Users { get; } = ["first", .. from p in new[] { "imap", "pop3" } from t in new[] { "all", "delete", "days" } select p + t];

    public async ValueTask InitializeAsync()
    {
        if (CourierProcess.Missing is null)
            _courier = await CourierProcess.StartAsync(Users, CancellationToken.None);
        if (CyrusProcess.Missing is null)
            _cyrus = await CyrusProcess.StartAsync(Users, CancellationToken.None);
    }

    /// <summary>Where one of them listens; skips the test where it cannot be had.</summary>
    public IPEndPoint EndPoint(string server, string protocol)
    {
        var (address, missing) = server == Courier ? (_courier?.EndPoint(protocol), CourierProcess.Missing) : (_cyrus?.EndPoint(protocol), CyrusProcess.Missing);
        Assert.SkipUnless(missing is null || Environment.GetEnvironmentVariable("CI") is { Length: > 0 }, missing ?? "");
        return address ?? throw new InvalidOperationException($"{missing}, and in CI it may not be missing");
    }

    public async ValueTask DisposeAsync()
    {
        if (_courier is not null)
            await _courier.DisposeAsync();
        if (_cyrus is not null)
            await _cyrus.DisposeAsync();
    }
}
