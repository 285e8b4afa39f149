namespace Postfach.Store;

/// <summary>A text that is looked for in one message after another, in pieces; where it may stand is <see cref="Place"/>.</summary>
/// <param name="text">Mapped, so that case does not count.</param>
/// <param name="field">The field's name, of a header question.</param>
internal sealed class TextQuestion(TextQuestion.Places place, string text, string field)
{
    // What of the pieces before may be the beginning of a hit, and room for what may be the end of it.
    private char[] _seam = [];
    private int _kept;

    public enum Places
    {
        Header,
        Body,
        Anywhere,
    }

    public Places Place => place;

    public string Text => text;

    public byte[] Field { get; } = System.Text.Encoding.UTF8.GetBytes(field);

    /// <summary>Whether this message has it; null: not known yet.</summary>
    public bool? Answer { get; private set; }

    /// <param name="known">What is known without a look at it.</param>
    public void BeginMessage(bool? known) => Answer = known;

    /// <summary>A text begins; hits do not reach from one to the next. The empty text is in each.</summary>
    public void BeginText()
    {
        _kept = 0;
        if (text.Length == 0)
            Answer = true;
    }

    /// <summary>The next piece, mapped.</summary>
    public void Look(ReadOnlySpan<char> mapped)
    {
        if (Answer is not null)
            return;
        if (mapped.IndexOf(text) >= 0 || IsAcross(mapped))
            Answer = true;
        else
            Keep(mapped);
    }

    /// <summary>All that could have had it has been looked at. Every body has the empty text in it, one without any text too.</summary>
    public void End() => Answer ??= text.Length == 0 && place != Places.Header;

    /// <summary>Begins in the pieces before and ends in this one.</summary>
    private bool IsAcross(ReadOnlySpan<char> mapped)
    {
        if (_kept == 0)
            return false;
        var head = mapped[..Math.Min(mapped.Length, text.Length - 1)];
        head.CopyTo(_seam.AsSpan(_kept));
        return _seam.AsSpan(0, _kept + head.Length).IndexOf(text) >= 0;
    }

    private void Keep(ReadOnlySpan<char> mapped)
    {
        var most = text.Length - 1;
        if (_seam.Length == 0)
            _seam = new char[2 * most];
        var added = mapped[^Math.Min(mapped.Length, most)..];
        var before = Math.Min(_kept, most - added.Length);
        _seam.AsSpan(_kept - before, before).CopyTo(_seam);
        added.CopyTo(_seam.AsSpan(before));
        _kept = before + added.Length;
    }
}
