using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Text;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;

namespace Postfach.Operations;

/// <summary>Commands of IMAP, from the bytes in the pipe to the request.</summary>
internal static class ImapCommandReading
{
    private const string LongFetch =
        "FETCH 1:10,20:30,47,100:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY.PEEK[HEADER.FIELDS (From To Cc Bcc Subject Date Message-ID "
        + "In-Reply-To References Priority X-Priority Reply-To Newsgroups Content-Type)] BODY.PEEK[1.2]<0.2048> BODYSTRUCTURE) (CHANGEDSINCE 12345)";

    public static IEnumerable<Operation> All { get; } =
    [
        Of<NoArguments>("read IMAP NOOP", "NOOP", NoArguments.TryRead),
        Of<LoginRequest>("read IMAP LOGIN", "LOGIN anna@example.org \"correct horse battery staple\"", LoginRequest.TryRead),
        Of<FetchRequest>("read IMAP FETCH of flags", "UID FETCH 4711 (FLAGS)", FetchRequest.TryRead),
        Of<FetchRequest>("read IMAP FETCH of much", LongFetch, FetchRequest.TryRead),
        Of<StoreRequest>("read IMAP UID STORE", "UID STORE 4711:4720 +FLAGS.SILENT (\\Seen \\Answered $Forwarded)", StoreRequest.TryRead),
        Of<SearchRequest>(
            "read IMAP SEARCH of several keys", "UID SEARCH RETURN (MIN MAX COUNT) UNSEEN SINCE 1-Nov-2026 OR FROM anna SUBJECT \"minutes\" NOT KEYWORD $Junk LARGER 2048",
            SearchRequest.TryRead),
        Of<AppendRequest>("read IMAP APPEND up to the message", "APPEND INBOX (\\Seen $Work) \"02-Nov-2026 10:00:00 +0100\" {4096}", AppendRequest.TryRead),
    ];

    private delegate bool RequestReader<TRequest>(ref ImapReader reader, [NotNullWhen(true)] out TRequest? request);

    private static Operation Of<TRequest>(string name, string command, RequestReader<TRequest> read)
        where TRequest : class => new(name, _ =>
        {
            var words = Encoding.ASCII.GetBytes($"a0001 {command}\r\n");
            var pipe = new Pipe();
            var frames = new ImapFrameReader(pipe.Reader, ImapLimits.AfterLogIn, static () => { }, static () => default);
            return Task.FromResult<Func<ValueTask>>(async () =>
            {
                await pipe.Writer.WriteAsync(words);
                Read(await frames.ReadAsync(CancellationToken.None), read);
            });
        });

    private static void Read<TRequest>(ImapFrame frame, RequestReader<TRequest> read)
        where TRequest : class
    {
        var reader = new ImapReader(frame.Bytes.Span);
        if (!TaggedCommand.TryRead(ref reader, out _) || !read(ref reader, out var request))
            throw new FormatException(reader.Error);
        GC.KeepAlive(request);
    }
}
