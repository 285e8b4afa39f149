using Postfach.Mail;

namespace Postfach.Retrieval.Tests.RealServers;

/// <summary>One Courier and one Cyrus, with accounts of the same names.</summary>
public sealed class RealServers : IAsyncLifetime
{
    public const string Courier = "courier", Cyrus = "cyrus";

    private CourierProcess? _courier;
    private CyrusProcess? _cyrus;
    private bool _isCourier;

    /// <summary>What the server has said that was asked for last.</summary>
    public IEnumerable<string> Log => (_isCourier ? _courier?.Log : _cyrus?.Log) ?? [];

    // No two tests have the same.
    private static IReadOnlyList<string> Users { get; } =
        ["first", .. from p in Enum.GetValues<SourceProtocol>() from t in new[] { "all", "delete", "days", "names", "anew" } select UserOf(p, t)];

    public async ValueTask InitializeAsync() => await Task.WhenAll(StartCourierAsync(), StartCyrusAsync());

    /// <summary>An account that no other test has; skips the test where its server cannot be had.</summary>
    internal RealAccount Account(string server, SourceProtocol protocol, string test, CancellationToken ct)
    {
        _isCourier = server == Courier;
        RealProgram.Require(_isCourier ? CourierProcess.Missing : CyrusProcess.Missing);
        var (user, listener) = (UserOf(protocol, test), protocol == SourceProtocol.Pop3 ? "pop3" : "imap");
        return _isCourier
            ? new CourierAccount(_courier!, _courier!.EndPoint(listener), protocol, user, ct) // started where they are not missing
            : new CyrusAccount(_cyrus!, _cyrus!.EndPoint(listener), protocol, user, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_courier is not null)
            await _courier.DisposeAsync();
        if (_cyrus is not null)
            await _cyrus.DisposeAsync();
    }

    private static string UserOf(SourceProtocol protocol, string test) => $"{protocol}-{test}".ToLowerInvariant();

    private async Task StartCourierAsync()
    {
        if (CourierProcess.Missing is null)
            _courier = await CourierProcess.StartAsync(Users, CancellationToken.None);
    }

    private async Task StartCyrusAsync()
    {
        if (CyrusProcess.Missing is null)
            _cyrus = await CyrusProcess.StartAsync(Users, CancellationToken.None);
    }
}
