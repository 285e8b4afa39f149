using MailKit;
using MailKit.Net.Imap;

namespace Postfach.Retrieval;

/// <summary>
/// Reads all messages of the open mailbox by their places, some at a time, and fewer at a time once the server gives less than it was asked for. What is missing
/// then is not shown by the server, whatever it counts.
/// </summary>
internal sealed class ImapWindows(ImapConnection connection, ImapFolder folder)
{
    // A window's answer is held in memory, and a connection that breaks loses one at most.
    private const int Most = 10_000;

    // Where a server gives less and does not say how much it would.
    private const int Few = 1000;

    private int _size = Most;

    /// <returns>In the order of their UIDs, each once.</returns>
    public async Task<List<IMessageSummary>> ReadAsync(FetchRequest request, CancellationToken ct)
    {
        var found = new SortedDictionary<uint, IMessageSummary>();
        var first = 0;
        while (first < folder.Count)
        {
            var last = Math.Min(first + _size, folder.Count) - 1;
            var (window, limit) = await FetchAsync(first, last, request, ct);
            foreach (var summary in window)
                found[summary.UniqueId.Id] = summary;
            if (window.Count <= last - first && (limit ?? Few) < _size)
                _size = limit ?? Few; // and once more
            else
                first = last + 1;
        }

        return [.. found.Values];
    }

    /// <returns>What came, and how many the server gives at most, where it says so.</returns>
    private async Task<(List<IMessageSummary> Window, int? Limit)> FetchAsync(int first, int last, FetchRequest request, CancellationToken ct)
    {
        try
        {
            var window = (await folder.FetchAsync(first, last, request, ct)).Where(s => s.UniqueId.IsValid).ToList();
            return (window, connection.Transcript.MessageLimit);
        }
        catch (ImapCommandException) when (connection.Transcript.MessageLimit is { } limit && limit < _size)
        {
            return ([], limit);
        }
    }
}
