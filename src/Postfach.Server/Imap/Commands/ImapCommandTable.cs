using System.Collections.Frozen;
using Postfach.Protocol.Imap.Requests;

namespace Postfach.Server.Imap.Commands;

/// <summary>All commands.</summary>
internal static class ImapCommandTable
{
    public static readonly FrozenDictionary<string, ImapCommandRow> Rows = new[]
    {
        ImapCommandRow.Of<NoArguments>("CAPABILITY", ImapStates.Any, NoArguments.TryRead, CapabilityCommand.RunAsync),
        ImapCommandRow.Of<NoArguments>("NOOP", ImapStates.Any, NoArguments.TryRead, NoopCommand.RunAsync),
        ImapCommandRow.Of<NoArguments>("LOGOUT", ImapStates.Any, NoArguments.TryRead, LogoutCommand.RunAsync),
        ImapCommandRow.Of<IdRequest>("ID", ImapStates.Any, IdRequest.TryRead, IdCommand.RunAsync),
        ImapCommandRow.Of<NoArguments>("STARTTLS", ImapStates.NotAuthenticated, NoArguments.TryRead, StartTlsCommand.RunAsync),
        ImapCommandRow.Of<AuthenticateRequest>("AUTHENTICATE", ImapStates.NotAuthenticated, AuthenticateRequest.TryRead, AuthenticateCommand.RunAsync, holdsSecret: true),
        ImapCommandRow.Of<LoginRequest>("LOGIN", ImapStates.NotAuthenticated, LoginRequest.TryRead, LoginCommand.RunAsync, holdsSecret: true),
        ImapCommandRow.Of<EnableRequest>("ENABLE", ImapStates.LoggedIn, EnableRequest.TryRead, EnableCommand.RunAsync),
        ImapCommandRow.Of<SelectRequest>("SELECT", ImapStates.LoggedIn, SelectRequest.TryRead, SelectCommand.SelectAsync),
        ImapCommandRow.Of<SelectRequest>("EXAMINE", ImapStates.LoggedIn, SelectRequest.TryRead, SelectCommand.ExamineAsync),
        ImapCommandRow.Of<CreateRequest>("CREATE", ImapStates.LoggedIn, CreateRequest.TryRead, CreateCommand.RunAsync),
        ImapCommandRow.Of<MailboxRequest>("DELETE", ImapStates.LoggedIn, MailboxRequest.TryRead, DeleteCommand.RunAsync),
        ImapCommandRow.Of<RenameRequest>("RENAME", ImapStates.LoggedIn, RenameRequest.TryRead, RenameCommand.RunAsync),
        ImapCommandRow.Of<MailboxRequest>("SUBSCRIBE", ImapStates.LoggedIn, MailboxRequest.TryRead, SubscribeCommand.SubscribeAsync),
        ImapCommandRow.Of<MailboxRequest>("UNSUBSCRIBE", ImapStates.LoggedIn, MailboxRequest.TryRead, SubscribeCommand.UnsubscribeAsync),
        ImapCommandRow.Of<ListRequest>("LIST", ImapStates.LoggedIn, ListRequest.TryRead, ListCommand.ListAsync),
        ImapCommandRow.Of<LsubRequest>("LSUB", ImapStates.LoggedIn, LsubRequest.TryRead, ListCommand.LsubAsync),
        ImapCommandRow.Of<NoArguments>("NAMESPACE", ImapStates.LoggedIn, NoArguments.TryRead, NamespaceCommand.RunAsync),
        ImapCommandRow.Of<StatusRequest>("STATUS", ImapStates.LoggedIn, StatusRequest.TryRead, StatusCommand.RunAsync),
        ImapCommandRow.Of<AppendRequest>("APPEND", ImapStates.LoggedIn, AppendRequest.TryRead, AppendCommand.RunAsync),
        ImapCommandRow.Of<NoArguments>("IDLE", ImapStates.LoggedIn, NoArguments.TryRead, IdleCommand.RunAsync),
        ImapCommandRow.Of<NoArguments>("CHECK", ImapStates.Selected, NoArguments.TryRead, NoopCommand.RunAsync),
        ImapCommandRow.Of<NoArguments>("CLOSE", ImapStates.Selected, NoArguments.TryRead, CloseCommand.CloseAsync),
        ImapCommandRow.Of<NoArguments>("UNSELECT", ImapStates.Selected, NoArguments.TryRead, CloseCommand.UnselectAsync),
        ImapCommandRow.Of<NoArguments>("EXPUNGE", ImapStates.Selected, NoArguments.TryRead, ExpungeCommand.RunAsync),
        ImapCommandRow.Of<UidExpungeRequest>("UID EXPUNGE", ImapStates.Selected, UidExpungeRequest.TryRead, ExpungeCommand.RunByUidAsync),
        ImapCommandRow.Of<FetchRequest>("FETCH", ImapStates.Selected, FetchRequest.TryRead, FetchCommand.RunAsync, mayExpunge: false),
        ImapCommandRow.Of<FetchRequest>("UID FETCH", ImapStates.Selected, FetchRequest.TryRead, FetchCommand.RunByUidAsync),
        ImapCommandRow.Of<SearchRequest>("SEARCH", ImapStates.Selected, SearchRequest.TryRead, SearchCommand.RunAsync, mayExpunge: false),
        ImapCommandRow.Of<SearchRequest>("UID SEARCH", ImapStates.Selected, SearchRequest.TryRead, SearchCommand.RunByUidAsync),
        ImapCommandRow.Of<EsearchRequest>("ESEARCH", ImapStates.LoggedIn, EsearchRequest.TryRead, EsearchCommand.RunAsync),
        ImapCommandRow.Of<CancelUpdateRequest>("CANCELUPDATE", ImapStates.Selected, CancelUpdateRequest.TryRead, CancelUpdateCommand.RunAsync),
        ImapCommandRow.Of<SortRequest>("SORT", ImapStates.Selected, SortRequest.TryRead, SortCommand.RunAsync, mayExpunge: false),
        ImapCommandRow.Of<SortRequest>("UID SORT", ImapStates.Selected, SortRequest.TryRead, SortCommand.RunByUidAsync),
        ImapCommandRow.Of<ThreadRequest>("THREAD", ImapStates.Selected, ThreadRequest.TryRead, ThreadCommand.RunAsync, mayExpunge: false),
        ImapCommandRow.Of<ThreadRequest>("UID THREAD", ImapStates.Selected, ThreadRequest.TryRead, ThreadCommand.RunByUidAsync),
        ImapCommandRow.Of<StoreRequest>("STORE", ImapStates.Selected, StoreRequest.TryRead, StoreCommand.RunAsync, mayExpunge: false),
        ImapCommandRow.Of<StoreRequest>("UID STORE", ImapStates.Selected, StoreRequest.TryRead, StoreCommand.RunByUidAsync),
        ImapCommandRow.Of<CopyRequest>("COPY", ImapStates.Selected, CopyRequest.TryRead, CopyCommand.RunAsync),
        ImapCommandRow.Of<CopyRequest>("UID COPY", ImapStates.Selected, CopyRequest.TryRead, CopyCommand.RunByUidAsync),
        ImapCommandRow.Of<CopyRequest>("MOVE", ImapStates.Selected, CopyRequest.TryRead, MoveCommand.RunAsync),
        ImapCommandRow.Of<CopyRequest>("UID MOVE", ImapStates.Selected, CopyRequest.TryRead, MoveCommand.RunByUidAsync),
    }.ToFrozenDictionary(row => row.Name);

    public static ImapCommandRow? Find(string name) => Rows.GetValueOrDefault(name);
}
