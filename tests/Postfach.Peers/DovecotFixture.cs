
namespace Postfach.Peers;

/// <summary>The one Dovecot of these tests.</summary>
public sealed class DovecotFixture : IAsyncLifetime
{
    private DovecotProcess? _dovecot;

    /// <summary>Skips the test where there is no Dovecot; in CI none may be missing.</summary>
    public DovecotProcess Dovecot
    {
        get
        {
            RealProgram.Require(DovecotProcess.Missing);
            return _dovecot!; // started where it is not missing
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (DovecotProcess.Missing is null)
            _dovecot = await DovecotProcess.StartAsync(["anna", "bert@example.org"], "", CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_dovecot is not null)
            await _dovecot.DisposeAsync();
    }
}
