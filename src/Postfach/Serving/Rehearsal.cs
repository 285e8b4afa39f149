using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Postfach.Mail;
using Postfach.Options;
using Postfach.Server.Listeners;
using Postfach.Store;

namespace Postfach.Serving;

/// <summary>
/// Plays a short day of mail to the server's own code as soon as it listens, on a store of its own that is thrown away. Much of what a session runs is
/// compiled at its first use only (the runtime's generic types over ours are in nobody's precompiled code), so that otherwise the first client after each
/// start would wait for the compiler: its first SELECT took five to ten times as long as the next one.
/// </summary>
internal sealed class Rehearsal : IAsyncDisposable
{
    private const string Message =
        """
        From: Anna <anna@example.org>
        To: =?utf-8?q?J=C3=B6rg?= <joerg@example.org>
        Subject: Rehearsal
        Date: Mon, 1 Jan 2024 10:00:00 +0100
        Message-ID: <1@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary="b"

        --b
        Content-Type: text/plain; charset=utf-8

        Hello
        --b
        Content-Type: text/html

        <p>Hello</p>
        --b--

        """;

    private const string Delivery =
        $"""
        LHLO localhost
        MAIL FROM:<anna@example.org>
        RCPT TO:<rehearsal>
        DATA
        {Message}.
        QUIT

        """;

    private const string Imap =
        """
        a1 CAPABILITY
        a2 LOGIN rehearsal rehearsal
        a3 LIST "" *
        a4 SELECT INBOX
        a5 FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)
        a6 UID FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (From To Subject Date)])
        a7 UID FETCH 1 BODY.PEEK[]
        a8 UID FETCH 1 BODY[1]
        a9 STORE 1 +FLAGS (\Flagged)
        b1 UID SEARCH UNSEEN SUBJECT rehearsal
        b2 UID SEARCH TEXT hello
        b3 UID COPY 1 INBOX
        b4 STATUS INBOX (MESSAGES UNSEEN UIDNEXT)
        b5 NOOP
        b6 IDLE
        DONE
        b7 STORE 2 +FLAGS.SILENT (\Deleted)
        b8 EXPUNGE
        b9 LOGOUT

        """;

    private const string Pop3 =
        """
        CAPA
        USER rehearsal
        PASS rehearsal
        STAT
        LIST
        UIDL
        RETR 1
        QUIT

        """;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public Rehearsal(SessionOptions options, TimeProvider time, ILogger<Rehearsal> logger) =>
        _running = Task.Run(() => RunAsync(options, time, logger, _stopping.Token));

    /// <summary>Ends what is left of it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    /// <summary>Plays all of it in a folder, which the caller removes.</summary>
    /// <param name="answers">Takes what the clients are answered.</param>
    internal static async Task PlayAsync(string folder, SessionOptions options, TimeProvider time, Stream answers, CancellationToken ct)
    {
        await using var store = MailStore.Open(new StoreOptions { DataFolder = folder, PasswordIterations = 4096, WriterThreads = 1 }, time, NullLoggerFactory.Instance);
        if (!UserName.TryParse("rehearsal", out var user, out var why))
            throw new InvalidOperationException(why);
        await store.Users.AddAsync(user, "rehearsal", ct);
        var sessions = new Sessions(store, options, time, NullLoggerFactory.Instance);
        foreach (var (protocol, commands) in new[] { (MailProtocol.Lmtp, Delivery), (MailProtocol.Imap, Imap), (MailProtocol.Pop3, Pop3) })
            await sessions.For(protocol)(new RehearsedConnection(commands, answers), ct);
    }

    private static async Task RunAsync(SessionOptions options, TimeProvider time, ILogger logger, CancellationToken ct)
    {
        try
        {
            var folder = Directory.CreateTempSubdirectory("postfach-");
            try
            {
                await PlayAsync(folder.FullName, options, time, Stream.Null, ct);
            }
            finally
            {
                folder.Delete(recursive: true);
            }

            // What it took is given back, rather than kept for the next burst: a server that has just started holds 4 MiB less.
            QuietMemory.GiveBack();
        }
        catch (Exception e)
        {
            // Nobody waits for it: the first client then waits a little.
            logger.RehearsalFailed(e);
        }
    }
}
