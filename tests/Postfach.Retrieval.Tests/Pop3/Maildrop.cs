using System.Globalization;
using System.Net;
using System.Text;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Pop3;

/// <summary>A POP3 source.</summary>
internal sealed class Maildrop : SourceFixture
{
    private Maildrop(SourceSettings settings)
        : base(settings)
    {
    }

    public static Maildrop Of(IPEndPoint provider, string rule, string user = "anna", Func<SourceSettings, SourceSettings>? with = null)
    {
        var settings = Settings(SourceProtocol.Pop3, provider, user, rule);
        return new Maildrop(with?.Invoke(settings) ?? settings);
    }

    /// <summary>A message with a number in it, with lines that begin with a dot.</summary>
    public static byte[] Letter(int number) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"Received: from a by b; Mon, 02 Mar 2026 0{number % 10}:00:00 +0100\r\nMessage-ID: <{number}@example.org>\r\nSubject: letter {number}\r\n\r\n.dot\r\n..\r\n{new string('x', number * 7 % 60)}\r\n"));

    /// <summary>The ledger's lines, by id.</summary>
    public async Task<IReadOnlyDictionary<string, LedgerEntry>> LinesAsync()
    {
        await OpenAsync();
        return Lines();
    }

    protected override async Task<ProviderSession> OpenSessionAsync(Source source, CancellationToken ct) =>
        await Pop3Session.OpenAsync(source, new Credential(source.Settings.User, "secret", IsToken: false), TimeProvider.System, ct);
}
