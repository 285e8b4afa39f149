namespace Postfach.Retrieval;

/// <summary>A provider's mailbox, and where its messages land.</summary>
/// <param name="Into">Null: nothing is fetched from it, and only what was moved into it by us is deleted there.</param>
/// <param name="Places">Where labels stand for mailboxes: where each of them lands, by its mailbox's name.</param>
internal sealed record FolderLanding(RemoteFolder Folder, string? Into, IReadOnlyDictionary<string, string>? Places = null)
{
    /// <exception cref="InvalidOperationException">Nothing is fetched from here.</exception>
    public string Of(RemoteMessage message) =>
        message.Place is { } place && Places?.GetValueOrDefault(place) is { } labelled ? labelled
        : Into ?? throw new InvalidOperationException("Nothing lands from here.");
}
