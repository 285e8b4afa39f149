using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What became of a person's wish to have a message whole of which only the header was fetched.</summary>
public abstract record PlaceholderWish
{
    private PlaceholderWish()
    {
    }

    /// <summary>It is noted: the next run fetches it.</summary>
    public sealed record Noted(CopyAnswer Message) : PlaceholderWish;

    /// <summary>No message that was fetched fits.</summary>
    public sealed record NotFound : PlaceholderWish;

    /// <summary>Several placeholders fit.</summary>
    public sealed record Several(IReadOnlyList<CopyAnswer> Messages) : PlaceholderWish;

    /// <summary>It is here whole already.</summary>
    public sealed record IsHere(CopyAnswer Message) : PlaceholderWish;

    /// <summary>It is at the provider no more, or was refused by it: what is here is all there is.</summary>
    public sealed record IsGone(CopyAnswer Message) : PlaceholderWish;

    /// <summary>No message of that size may be here.</summary>
    /// <param name="Most">Bytes of the biggest that may.</param>
    public sealed record TooBig(CopyAnswer Message, long Most) : PlaceholderWish;

    /// <summary>Notes that a message is wanted whole. A run that fails leaves the note for the next one.</summary>
    /// <param name="wanted">As for <see cref="CopyQuestion"/>.</param>
    /// <exception cref="StoreException">The account failed.</exception>
    public static async Task<PlaceholderWish> NoteAsync(Account account, Source source, string wanted, DateTimeOffset now, CancellationToken ct)
    {
        var answers = await CopyQuestion.AskAsync(account, source, wanted, now, Language.English, ct);
        var placeholders = answers.Where(a => a.State == CopyState.Placeholder).ToList();
        switch (placeholders)
        {
            case [] when answers.Count == 0:
                return new NotFound();
            case []:
                return answers.FirstOrDefault(a => a.State is not (CopyState.Vanished or CopyState.Refused)) is { } here ? new IsHere(here) : new IsGone(answers[0]);
            case [var one] when one.Size > account.MaxMessageBytes:
                return new TooBig(one, account.MaxMessageBytes);
            case [var one]:
                var mailbox = account.Ledger.Mailboxes(source.Id).First(m => m.Name == one.Mailbox); // The answer is made of its lines
                await account.Ledger.ChangeAsync(mailbox.Id, [new LedgerChange(one.Id, CopyState.Placeholder, CopyReason.Wanted)], ct);
                return new Noted(one);
            default:
                return new Several(placeholders);
        }
    }

    /// <summary>How a message is now that was noted before.</summary>
    public static LedgerEntry? LineOf(Account account, Source source, CopyAnswer message) =>
        account.Ledger.Mailboxes(source.Id).Where(m => m.Name == message.Mailbox).SelectMany(m => account.Ledger.Read(m.Id)).FirstOrDefault(e => e.Id == message.Id);
}
