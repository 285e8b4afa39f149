using System.Text;
using Postfach.Options;
using Postfach.Server.Lmtp;
using Postfach.Serving;

namespace Postfach.Tests.Serving;

public sealed class RehearsalTests
{
    [Fact]
    public async Task Everything_that_is_rehearsed_works()
    {
        var folder = Directory.CreateTempSubdirectory("postfach-test-");
        try
        {
            using var answers = new MemoryStream();
            await Rehearsal.PlayAsync(folder.FullName, new SessionOptions(new(), new(), new LmtpOptions { HostName = "localhost" }), TimeProvider.System, answers, TestContext.Current.CancellationToken);
            var lines = Encoding.UTF8.GetString(answers.ToArray()).Split("\r\n");

            Assert.DoesNotContain(lines, line => line.Split(' ') is [_, "BAD" or "NO", ..] or ["-ERR", ..] || line is ['4' or '5', _, _, ' ', ..]);
            Assert.Equal(18, lines.Count(line => line is ['a' or 'b', >= '1' and <= '9', ' ', 'O', 'K', ' ', ..]));
            Assert.Contains(lines, line => line.StartsWith("* 1 EXISTS", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
