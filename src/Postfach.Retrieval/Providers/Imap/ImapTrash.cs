using System.Globalization;
using MailKit;
using MailKit.Net.Imap;

namespace Postfach.Retrieval;

/// <summary>Moves messages of the open mailbox into the Trash and tells their UIDs there: COPYUID says them, or they are looked for. RFC 6851, RFC 4315.</summary>
internal sealed class ImapTrash(ImapConnection connection, ImapFolder folder, ImapFolder trash)
{
    /// <returns>New UIDs by old ones, as far as known.</returns>
    public async Task<IReadOnlyDictionary<string, string>> MoveAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken ct)
    {
        var uids = UidList.Of(messages);
        var deletion = new ImapDeletion(connection, folder);
        var identities = connection.Client.Capabilities.HasFlag(ImapCapabilities.UidPlus) ? [] : await new ImapIdentities(folder).ReadAsync(messages, ct);
        if (identities.Count > 0)
            await trash.StatusAsync(StatusItems.UidNext, ct);
        var before = trash.UidNext;
        UniqueIdMap? map;
        if (connection.Client.Capabilities.HasFlag(ImapCapabilities.Move))
        {
            map = await folder.MoveToAsync(uids, trash, ct);
            await deletion.ConfirmAsync(uids, ct);
        }
        else
        {
            map = await folder.CopyToAsync(uids, trash, ct);
            await deletion.DeleteAsync(uids, ct);
        }

        return map is { Count: > 0 }
            ? map.Source.Zip(map.Destination).ToDictionary(p => Id(p.First), p => Id(p.Second))
            : await FindAsync(identities, before, ct);
    }

    // Of what came into the Trash since, those that have the same size and header.
    private async Task<IReadOnlyDictionary<string, string>> FindAsync(List<RemoteIdentity> moved, UniqueId? before, CancellationToken ct)
    {
        var name = folder.FullName;
        if (moved.Count == 0 || before is not { } first)
            return new Dictionary<string, string>();
        var opening = await connection.OpenAsync(trash.FullName, FolderAccess.ReadOnly, default, ct);
        var came = await new ImapListing(connection, opening, [], now: default).ReadFromAsync(first.Id, ct);
        var there = (await new ImapIdentities(opening.Folder).ReadAsync(came, ct)).GroupBy(Key).ToDictionary(g => g.Key, g => new Queue<string>(g.Select(i => i.Id)));
        await connection.OpenAsync(name, FolderAccess.ReadWrite, ct);
        var ids = new Dictionary<string, string>();
        foreach (var identity in moved)
        {
            if (there.TryGetValue(Key(identity), out var same) && same.TryDequeue(out var id))
                ids[identity.Id] = id;
        }

        return ids;
    }

    private static string Key(RemoteIdentity identity) => string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexString(identity.Header.Span)}:{identity.Size}");

    private static string Id(UniqueId uid) => uid.Id.ToString(CultureInfo.InvariantCulture);
}
