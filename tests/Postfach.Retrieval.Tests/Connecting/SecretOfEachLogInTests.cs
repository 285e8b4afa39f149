using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Mail;
using Postfach.Retrieval.Tests.Imap;

namespace Postfach.Retrieval.Tests.Connecting;

/// <summary>A token may be good for minutes, and a run may take hours.</summary>
public sealed class SecretOfEachLogInTests
{
    [Fact]
    public async Task A_second_log_in_of_a_run_asks_for_a_token_of_its_own()
    {
        using var folder = new TempFolder();
        await using var server = new FakeImapServer();
        server.Add(ImapSteps.Text(1));
        var left = 1;
        server.Quirk = command => command.Contains("BODY.PEEK[]", StringComparison.Ordinal) && left-- > 0 ? "BREAK" : null;
        await using var fetching = await Fetching.StartAsync(server.EndPoint, "u", with: s => s with
        {
            SecretOrigin = SecretOrigin.PasswordCommand, SecretCommand = $"echo x >>{folder["asked"]}; echo token-$(wc -l <{folder["asked"]})",
        });
        var service = new RetrievalService(fetching.Store, fetching.Time, NullLogger<RetrievalService>.Instance);
        var report = await service.RunAsync(fetching.Source, dryRun: false, progress: null, ImapSteps.Ct);
        Assert.Equal((null, 1), (report!.Error, report.Fetched));
        Assert.Equal(["LOGIN u token-1", "LOGIN u token-2"], server.Commands.Where(c => c.StartsWith("LOGIN", StringComparison.Ordinal)));
    }
}
