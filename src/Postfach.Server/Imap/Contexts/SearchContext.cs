using System.Buffers;
using System.Collections.Immutable;
using Postfach.Mail;
using Postfach.Protocol.Imap.Responses;
using Postfach.Server.Imap.Commands;
using Postfach.Store;

namespace Postfach.Server.Imap.Contexts;

/// <summary>A search whose client is told when its result changes. RFC 5267 §4.3. Of one session, and not thread-safe.</summary>
/// <param name="query">Without sequence numbers: what they meant when the search began.</param>
/// <param name="criteria">The order of the result; null: that of the mailbox.</param>
/// <param name="found">The result that the client was told, in its order.</param>
internal sealed class SearchContext(SearchCorrelator of, SearchQuery query, ImmutableArray<SortCriterion>? criteria, IReadOnlyList<Message> found)
{
    private UidSet _members = UidSet.From(found.Select(m => m.Uid));

    // Only where the order is not that of the mailbox.
    private Uid[] _order = criteria is null ? [] : [.. found.Select(m => m.Uid)];

    public string Tag => of.Tag;

    /// <summary>Tells which results are about to be expunged: before EXPUNGE is, so that sequence numbers are still those of <paramref name="before"/>.</summary>
    public void TellExpunged(IBufferWriter<byte> output, MailboxSnapshot before, UidSet vanished)
    {
        var gone = vanished.Intersect(_members);
        if (gone.IsEmpty)
            return;
        of.Write(output);
        Remove(output, before, gone);
        output.Write("\r\n"u8);
    }

    /// <summary>Tells what has become of messages that came or changed; they are in <see cref="SelectedMailbox.View"/>.</summary>
    /// <returns>False: it took too long to find out.</returns>
    /// <exception cref="StoreException">The store cannot say.</exception>
    public async ValueTask<bool> TellChangedAsync(ImapSession session, SelectedMailbox selected, UidSet touched, CancellationToken ct)
    {
        var view = selected.View;
        var scope = new SearchScope(view, selected.Recent, UidSet.Empty, session.Service.Time.GetUtcNow());
        using var progress = new SearchProgress(session, ofSeveral: false);
        if (await SearchRun.FindAsync(session, new SearchQuery.And([Uids(touched), query]), scope, arrange: null, progress, ct) is not { } result)
            return false;
        var matching = UidSet.From(result.Found.Select(m => m.Uid));
        var (gone, come) = (_members.Intersect(touched).Except(matching), matching.Except(_members));
        if (gone.IsEmpty && come.IsEmpty)
            return true;
        of.Write(session.Output);
        if (!gone.IsEmpty)
            Remove(session.Output, view, gone);
        _members = _members.Union(come);
        if (!come.IsEmpty)
            await AddAsync(session, view, come, ct);
        session.Output.Write("\r\n"u8);
        return true;
    }

    /// <summary>A query whose sequence numbers, and what was saved, are what they mean now. RFC 5267 §4.3.</summary>
    public static SearchQuery Freeze(SearchQuery query, SearchScope scope) => query.Replace(key => key switch
    {
        SearchQuery.Numbers { Set.IsSaved: false } numbers => Uids(scope.View.ResolvePresent(numbers.Set)),
        SearchQuery.Numbers or SearchQuery.Uids { Set.IsSaved: true } => Uids(scope.Saved),
        _ => key,
    });

    private static SearchQuery Uids(UidSet uids) => uids.IsEmpty
        ? SearchQuery.Nothing
        : new SearchQuery.Uids(new SequenceSet([.. RangesOf(uids)]));

    private static IEnumerable<SequenceSet.Range> RangesOf(UidSet uids)
    {
        for (var i = 0; i < uids.Ranges.Length; i++)
            yield return new SequenceSet.Range(uids.Ranges[i].First.Value, uids.Ranges[i].Last.Value);
    }

    private void Remove(IBufferWriter<byte> output, MailboxSnapshot view, UidSet gone)
    {
        _members = _members.Except(gone);
        if (criteria is null)
        {
            // RFC 5267 §4.3.4: where the order is that of the mailbox, the place is the client's to find.
            output.WriteText($" REMOVEFROM (0 {SetOf(view, gone)})");
            return;
        }

        output.Write(" REMOVEFROM ("u8);

        // From the last to the first: the places before are then still those that the client has.
        WriteRuns(output, view, [.. RunsOf(_order, gone).Reverse()]);
        _order = [.. _order.Where(u => !gone.Contains(u))];
    }

    private async ValueTask AddAsync(ImapSession session, MailboxSnapshot view, UidSet come, CancellationToken ct)
    {
        if (criteria is not { } wanted)
        {
            session.Output.WriteText($" ADDTO (0 {SetOf(view, come)})");
            return;
        }

        var ordered = await MailboxSort.OrderAsync(session.Account, [.. view.Messages(_members)], wanted, ct);
        _order = [.. ordered.Found.Select(m => m.Uid)];
        session.Output.Write(" ADDTO ("u8);
        WriteRuns(session.Output, view, [.. RunsOf(_order, come)]);
    }

    /// <summary>Places, from 0, at which some of the results follow one another, and how many.</summary>
    private static IEnumerable<(int First, int Count)> RunsOf(Uid[] order, UidSet some)
    {
        for (int first = 0, next; first < order.Length; first = next)
        {
            for (next = first; next < order.Length && some.Contains(order[next]);)
                next++;
            if (next > first)
                yield return (first, next - first);
            else
                next++;
        }
    }

    private void WriteRuns(IBufferWriter<byte> output, MailboxSnapshot view, (int First, int Count)[] runs)
    {
        for (var i = 0; i < runs.Length; i++)
        {
            output.WriteText($"{(i == 0 ? "" : " ")}{runs[i].First + 1} ");
            var numbers = Array.ConvertAll(_order[runs[i].First..(runs[i].First + runs[i].Count)], u => NumberOf(view, u));
            output.WriteSet(numbers, 0, numbers.Length);
        }

        output.Write(")"u8);
    }

    private string SetOf(MailboxSnapshot view, UidSet uids) => of.ByUid ? uids.ToString() : view.NumbersOf(uids).ToString();

    private uint NumberOf(MailboxSnapshot view, Uid uid) => of.ByUid ? uid.Value : view.TryGet(uid, out var message) ? message.Number.Value : 0;
}
