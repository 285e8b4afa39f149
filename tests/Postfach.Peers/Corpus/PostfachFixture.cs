namespace Postfach.Peers.Corpus;

/// <summary>A Postfach with one user, as its users run it.</summary>
public sealed class PostfachFixture : IAsyncLifetime
{
    public const string User = "anna", Password = "secret";

    private readonly TempFolder _folder = new();
    private ServeProcess? _serve;

    public ServeProcess Serve => _serve ?? throw new InvalidOperationException("The server has not been started.");

    public async ValueTask InitializeAsync()
    {
        await PostfachProgram.AddUserAsync(_folder["data"], User, Password, CancellationToken.None);
        _serve = await ServeProcess.StartAsync(_folder["data"], new Dictionary<string, string>(), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_serve is not null)
            await _serve.DisposeAsync();
        _folder.Dispose();
    }
}
