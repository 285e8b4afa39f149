using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>STATUS mailbox (items)</c>. RFC 9051 §6.3.11.</summary>
public sealed record StatusRequest(MailboxArgument Mailbox, ImmutableArray<StatusItem> Items)
{
    private static readonly ImmutableArray<StatusItem> Known = [.. Enum.GetValues<StatusItem>()];

    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out StatusRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.Mailbox(out var mailbox) && reader.Space() && TryReadItems(ref reader, out var items) && reader.End()))
            return false;
        request = new StatusRequest(mailbox, items);
        return true;
    }

    /// <summary>The items with their parentheses, as LIST takes them too; each once.</summary>
    public static bool TryReadItems(ref ImapReader reader, out ImmutableArray<StatusItem> items)
    {
        items = [];
        if (!reader.Byte((byte)'(', "A list of items is missing"))
            return false;
        var found = ImmutableArray.CreateBuilder<StatusItem>();
        do
        {
            if (!reader.Atom(out var name))
                return false;
            if (!TryRead(name, out var item))
                return reader.Fail("There is no such status item");
            if (!found.Contains(item))
                found.Add(item);
        }
        while (reader.Take((byte)' '));
        items = found.ToImmutable();
        return reader.Byte((byte)')', "The list of items does not end");
    }

    private static bool TryRead(ReadOnlySpan<byte> name, out StatusItem item)
    {
        foreach (var known in Known)
        {
            item = known;
            if (Ascii.EqualsIgnoreCase(name, known.ToString()))
                return true;
        }

        item = default;
        return false;
    }
}
