using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Previews that one command had to make: they are kept for the next one. RFC 8970 §1. Not thread-safe.</summary>
public sealed class MadePreviews
{
    private const int KeptAtATime = 500;

    private readonly Account _account;
    private readonly PreviewMaker _maker;
    private List<(BodyId Body, byte[] Preview)> _made = [];

    internal MadePreviews(Account account) => (_account, _maker) = (account, new PreviewMaker(account.Bodies));

    /// <summary>Makes one, in UTF-8.</summary>
    /// <exception cref="StoreException">The message cannot be read.</exception>
    public ReadOnlySpan<byte> Make(BodyId body)
    {
        var preview = _maker.Make(body);
        _made.Add((body, preview));
        return preview.AsSpan(1);
    }

    /// <summary>Keeps what was made, once it is much.</summary>
    public ValueTask KeepGatheredAsync(CancellationToken ct) => _made.Count < KeptAtATime ? default : KeepAsync(ct);

    /// <summary>Keeps what was made.</summary>
    public async ValueTask KeepAsync(CancellationToken ct)
    {
        if (_made.Count == 0)
            return;
        (var made, _made) = (_made, []);
        try
        {
            await _account.Writer.RunAsync(
                scope =>
                {
                    foreach (var (body, preview) in made)
                        scope.File.Previews.Keep(body, preview);
                    return true;
                },
                ct);
        }
        catch (StoreException)
        {
            // Nothing can be written now; they are made again the next time.
        }
    }
}
