using Postfach.Mail;
using Postfach.Protocol.Imap.Responses;
using Postfach.Store;

namespace Postfach.Server.Imap.Contexts;

/// <summary>The searches of a selected mailbox whose results the client is kept told of. RFC 5267 §4.3. Not thread-safe.</summary>
internal sealed class SearchContexts
{
    /// <summary>Each is looked at when something changes. RFC 5267 §4.3.1: beyond this, the client is told that there will be no updates.</summary>
    private const int MaxContexts = 16;

    private readonly List<SearchContext> _contexts = [];

    public bool IsFull => _contexts.Count == MaxContexts;

    public bool Has(string tag) => _contexts.Exists(c => c.Tag == tag);

    public void Add(SearchContext context) => _contexts.Add(context);

    /// <returns>False: there is none of that tag.</returns>
    public bool Cancel(string tag) => _contexts.RemoveAll(c => c.Tag == tag) > 0;

    /// <summary>To be called before expunges are told.</summary>
    public void TellExpunged(ImapSession session, MailboxSnapshot before, UidSet vanished)
    {
        foreach (var context in _contexts)
            context.TellExpunged(session.Output, before, vanished);
    }

    /// <summary>To be called after changes and arrivals have been told. What cannot be followed any more ends, and its client is told so.</summary>
    public async ValueTask TellChangedAsync(ImapSession session, SelectedMailbox selected, UidSet touched)
    {
        if (touched.IsEmpty)
            return;
        foreach (var context in _contexts.ToArray())
        {
            if (await TryTellAsync(session, selected, context, touched))
                continue;
            _contexts.Remove(context);
            TellNoUpdate(session, context.Tag);
        }
    }

    public static void TellNoUpdate(ImapSession session, string tag) =>
        new ImapReply.No(new ImapCode.NoUpdate(tag), "The result is not kept up to date").Write(session.Output, "*");

    private static async ValueTask<bool> TryTellAsync(ImapSession session, SelectedMailbox selected, SearchContext context, UidSet touched)
    {
        try
        {
            return await context.TellChangedAsync(session, selected, touched, session.Connection.Closed);
        }
        catch (StoreException e)
        {
            session.Service.Logger.ContextEnded(e);
            return false;
        }
    }
}
