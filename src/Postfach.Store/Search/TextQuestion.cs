using System.Buffers;

namespace Postfach.Store;

/// <summary>A text that is looked for in one message after another, in pieces; where it may stand is <see cref="Place"/>.</summary>
/// <param name="text">Mapped, so that case does not count.</param>
/// <param name="field">The field's name, of a header question.</param>
internal sealed class TextQuestion(TextQuestion.Places place, string text, string field)
{
    // What of the pieces before may be the beginning of a hit, and the piece that is looked at.
    private readonly ArrayBufferWriter<char> _window = new();

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
        _window.ResetWrittenCount();
        if (text.Length == 0)
            Answer = true;
    }

    /// <summary>The next piece, mapped.</summary>
    public void Look(ReadOnlySpan<char> mapped)
    {
        if (Answer is not null)
            return;
        var kept = Math.Min(_window.WrittenCount, text.Length - 1);
        var tail = _window.WrittenSpan[^kept..].ToArray();
        _window.ResetWrittenCount();
        _window.Write(tail);
        _window.Write(mapped);
        if (_window.WrittenSpan.IndexOf(text) >= 0)
            Answer = true;
    }

    /// <summary>All that could have had it has been looked at. Every body has the empty text in it, one without any text too.</summary>
    public void End() => Answer ??= text.Length == 0 && place != Places.Header;
}
