using System.Buffers;
using System.Collections.Immutable;
using Postfach.Mail;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Imap;

/// <summary>Requests as one line of text, and what is wrong with those that are none.</summary>
internal static class Shown
{
    private delegate bool Read<T>(ref ImapReader reader, out T? request);

    /// <summary>A command without its tag, as the server reads it; <c>! complaint</c> when it cannot.</summary>
    public static string Command(string text) => Command(Pieces.Latin("A " + text));

    public static string Command(byte[] bytes)
    {
        var reader = new ImapReader(bytes);
        if (!TaggedCommand.TryRead(ref reader, out var command))
            return "! " + reader.Error;
        return command.Name switch
        {
            "LOGIN" => Of<LoginRequest>(ref reader, LoginRequest.TryRead, r => $"{r.User} {r.Password.Value}"),
            "AUTHENTICATE" => Of<AuthenticateRequest>(ref reader, AuthenticateRequest.TryRead, r =>
                r.Mechanism + (r.InitialResponse is { } initial ? " " + Pieces.Latin(initial.Span) : "")),
            "SELECT" or "EXAMINE" or "DELETE" or "SUBSCRIBE" or "UNSUBSCRIBE" => Of<MailboxRequest>(ref reader, MailboxRequest.TryRead, r => Of(r.Mailbox)),
            "CREATE" => Of<CreateRequest>(ref reader, CreateRequest.TryRead, r =>
                $"{Of(r.Mailbox)} {string.Join(' ', r.Uses.Select(u => u?.ToString() ?? "?"))}".TrimEnd()),
            "RENAME" => Of<RenameRequest>(ref reader, RenameRequest.TryRead, r => $"{Of(r.From)} to {Of(r.To)}"),
            "LIST" => Of<ListRequest>(ref reader, ListRequest.TryRead, r =>
                $"<{r.Reference}> {string.Join(' ', r.Patterns.Select(p => $"<{p}>"))}"
                + (r.IsExtended ? $" {r.Selection}; {r.Return} {string.Join(' ', r.Status)}".TrimEnd() : "")),
            "LSUB" => Of<LsubRequest>(ref reader, LsubRequest.TryRead, r => $"<{r.Reference}> <{r.Pattern}>"),
            "STATUS" => Of<StatusRequest>(ref reader, StatusRequest.TryRead, r => $"{Of(r.Mailbox)} {string.Join(' ', r.Items)}"),
            "ENABLE" => Of<EnableRequest>(ref reader, EnableRequest.TryRead, r => string.Join(' ', r.Capabilities)),
            "ID" => Of<IdRequest>(ref reader, IdRequest.TryRead, r => string.Join(' ', r.Fields.Select(f => $"{f.Field}={f.Value}"))),
            "APPEND" => Of<AppendRequest>(ref reader, AppendRequest.TryRead, r => $"{Of(r.Mailbox)} {Of(r.First.Flags)} {r.First.Date?.ToDateTimeOffset():O}".TrimEnd()),
            "FETCH" or "UID FETCH" => Of<FetchRequest>(ref reader, FetchRequest.TryRead, r => $"{r.Messages} {Of(r.Items)}"),
            "STORE" or "UID STORE" => Of<StoreRequest>(ref reader, StoreRequest.TryRead, r =>
                $"{r.Messages} {r.Change.Operation} {Of(r.Change.Flags)}{(r.Silent ? " silently" : "")}"),
            "COPY" or "MOVE" or "UID COPY" or "UID MOVE" => Of<CopyRequest>(ref reader, CopyRequest.TryRead, r => $"{r.Messages} to {Of(r.Target)}"),
            "UID EXPUNGE" => Of<UidExpungeRequest>(ref reader, UidExpungeRequest.TryRead, r => r.Messages.ToString()),
            "SEARCH" or "UID SEARCH" => Of<SearchRequest>(ref reader, SearchRequest.TryRead, r => $"{r.Options}"),
            "SORT" or "UID SORT" => Of<SortRequest>(ref reader, SortRequest.TryRead, r => $"{r.Options} {string.Join(' ', r.Criteria)}"),
            "THREAD" or "UID THREAD" => Of<ThreadRequest>(ref reader, ThreadRequest.TryRead, r => $"{r.Algorithm}"),
            "ESEARCH" => Of<EsearchRequest>(ref reader, EsearchRequest.TryRead, r => $"{r.Sources.Length} {r.Options}"),
            "CANCELUPDATE" => Of<CancelUpdateRequest>(ref reader, CancelUpdateRequest.TryRead, r => string.Join(' ', r.Tags)),
            _ => Of<NoArguments>(ref reader, NoArguments.TryRead, _ => command.Name),
        };
    }

    /// <summary>What some writing writes.</summary>
    public static string Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Pieces.Latin(output.WrittenSpan);
    }

    private static string Of<T>(ref ImapReader reader, Read<T> read, Func<T, string> show)
        where T : class =>
        read(ref reader, out var request) ? show(request!) : "! " + (reader.Error ?? "nothing said"); // it was read

    private static string Of(MailboxArgument mailbox) => mailbox.Name?.Value ?? $"({mailbox.Why})";

    private static string Of(FlagSet flags) => Written(output => output.WriteFlags(flags));

    private static string Of(ImmutableArray<FetchItem> items) => string.Join(' ', items.Select(Of));

    private static string Of(FetchItem item) => item switch
    {
        FetchItem.Structure { WithExtensions: true } => "BodyStructure",
        FetchItem.Structure => "Body",
        FetchItem.Section section =>
            $"{section.Name}{Written(section.Of.Write)}{(section.Partial is { } p ? $"<{p.Offset}.{p.Length}>" : "")}{(section.SetsSeen ? "" : " peeking")}",
        _ => item.GetType().Name,
    };
}
