using System.Globalization;
using System.Net;
using System.Text;
using Postfach.Retrieval.Tests.Imap;

namespace Postfach.Retrieval.Tests.RealServers;

/// <summary>The INBOX of an account at a real server, as its owner and other programs see it: filled by IMAP, read by the protocol that is tested.</summary>
internal sealed class RealMailbox(IPEndPoint imap, IPEndPoint tested, bool isPop3, string user)
{
    /// <summary>How many messages <see cref="FillAsync"/> puts in.</summary>
    public const int Messages = 60;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Puts in all odd messages that the server takes, and fills up with plain ones.</summary>
    /// <returns>How many of them are odd.</returns>
    public async Task<int> FillAsync()
    {
        var odd = 0;
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "odd"), "*.eml").Order())
            odd += await TryAppendAsync(await File.ReadAllBytesAsync(file, Ct)) ? 1 : 0;
        for (var i = odd; i < Messages; i++)
            Assert.True(await TryAppendAsync(ImapSteps.Text(i)));
        return odd;
    }

    /// <summary>What the server gives for each message there, as text of Latin-1, in its order.</summary>
    public Task<IReadOnlyList<string>> ServedAsync() => isPop3 ? ServedByPop3Async() : ServedByImapAsync();

    /// <summary>Whether nothing is there any more. Courier answers QUIT before it deletes, so it is looked at for a while.</summary>
    public async Task<bool> IsEmptyAsync()
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if ((await ServedAsync()).Count == 0)
                return true;
            await Task.Delay(TimeSpan.FromMilliseconds(50), Ct);
        }

        return false;
    }

    // A connection for each: after some odd messages Courier answers no more, which is a no too.
    private async Task<bool> TryAppendAsync(byte[] message)
    {
        await using var wire = await ImapWire.LogInAsync(imap, user, "secret", Ct);
        try
        {
            return await TryAppendAsync(wire, message).WaitAsync(TimeSpan.FromSeconds(3), Ct);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // Courier has no LITERAL+, so it is waited for leave.
    private static async Task<bool> TryAppendAsync(ImapWire wire, byte[] message)
    {
        var tag = wire.NextTag();
        await wire.SendAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{tag} APPEND INBOX {{{message.Length}}}\r\n")), Ct);
        // What is untagged may come first.
        var leave = await wire.ReadResponseAsync(Ct);
        while (leave.Text.StartsWith('*'))
            leave = await wire.ReadResponseAsync(Ct);
        if (!leave.Text.StartsWith('+'))
            return false;
        await wire.SendAsync(message, Ct);
        await wire.SendAsync("\r\n"u8.ToArray(), Ct);
        return (await wire.ReadAnswerAsync(tag, Ct)).IsOk;
    }

    private async Task<IReadOnlyList<string>> ServedByImapAsync()
    {
        await using var wire = await ImapWire.LogInAsync(tested, user, "secret", Ct);
        await wire.RunAsync("EXAMINE INBOX", Ct);
        var texts = new List<string>();
        foreach (var uid in await wire.UidsAsync("INBOX"))
        {
            var answer = await wire.RunAsync(string.Create(CultureInfo.InvariantCulture, $"UID FETCH {uid} BODY.PEEK[]"), Ct);
            texts.Add(Encoding.Latin1.GetString(answer.Untagged.Single(u => u.Literals.Count > 0).Literals[0]));
        }

        return texts;
    }

    private async Task<IReadOnlyList<string>> ServedByPop3Async()
    {
        await using var wire = await Pop3Wire.LogInAsync(tested, user, "secret", Ct);
        var texts = new List<string>();
        var count = await wire.CountAsync(Ct);
        for (var number = 1; number <= count; number++)
            texts.Add(Encoding.Latin1.GetString(await wire.ReadAsync(string.Create(CultureInfo.InvariantCulture, $"RETR {number}"), Ct)));
        await wire.RunAsync("QUIT", Ct);
        return texts;
    }
}
