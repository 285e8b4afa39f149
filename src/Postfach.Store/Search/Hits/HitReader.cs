using System.Text;
using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>Takes of one message after another what a person sees of a hit. Not thread-safe.</summary>
internal sealed class HitReader(IReadOnlyList<SoughtText> sought) : ITextSink
{
    // What may still be the beginning of a hit, which a search's reader keeps below 1,024 characters, and what is shown in front of it.
    private const int Kept = 1024 + Excerpt.MaxLength + Excerpt.Before;

    private readonly SoughtText[] _inBodies = [.. sought.Where(s => s.Place != TextQuestion.Places.Header)];
    private readonly StringBuilder _window = new();
    private string? _from, _subject;
    private MarkedText? _inHeader, _inBody;
    private bool _isHeaderRead;

    public string From => _from ?? "";

    public string Subject => _subject ?? "";

    /// <inheritdoc/>
    public bool HasEnough => _isHeaderRead && !WantsBodies;

    /// <inheritdoc/>
    public bool WantsBodies => _inBody is null && (_inBodies.Length > 0 || sought.Count == 0);

    public void BeginMessage()
    {
        (_from, _subject, _inHeader, _inBody, _isHeaderRead) = (null, null, null, null, false);
        _window.Clear();
    }

    /// <returns>The snippet.</returns>
    public MarkedText EndMessage()
    {
        Look(isLast: true);
        return _inBody ?? _inHeader ?? new MarkedText("", []);
    }

    /// <inheritdoc/>
    public void TakeField(HeaderField field, bool isMessage)
    {
        var value = EncodedWords.Decode(field.Value);
        if (isMessage && _from is null && Ascii.EqualsIgnoreCase(field.Name, "From"u8))
            _from = OneLine.Of(value);
        if (isMessage && _subject is null && Ascii.EqualsIgnoreCase(field.Name, "Subject"u8))
            _subject = OneLine.Of(value);
        if (_inHeader is not null)
            return;
        var name = Charset.Lenient.GetString(field.Name);
        var here = sought.Where(s => s.IsIn(name, isMessage)).ToList();
        if (here.Count > 0 && !TryShow($"{name}: {OneLine.Of(value)}", here) && FileNames.Decode(field) is { } fileName)
            TryShow(OneLine.Of(fileName), _inBodies);
    }

    /// <inheritdoc/>
    public void EndHeader() => _isHeaderRead = true;

    /// <inheritdoc/>
    public void BeginBody()
    {
        Look(isLast: true);
        _window.Clear();
    }

    /// <inheritdoc/>
    public void TakeBody(ReadOnlySpan<char> text, ReadOnlySpan<char> mapped)
    {
        _window.Append(text);
        Look(isLast: false);
    }

    private bool TryShow(string line, IReadOnlyList<SoughtText> here)
    {
        if (Excerpt.Find(line, here) is var place && place < 0)
            return false;
        _inHeader = Excerpt.Cut(line, place, here);
        return true;
    }

    private void Look(bool isLast)
    {
        if (_inBody is not null || _window.Length == 0 || !WantsBodies)
            return;
        var text = _window.ToString();
        if (_inBodies.Length == 0)
        {
            var start = text.AsSpan().TrimStart();
            if (start.Length > Excerpt.MaxLength || (isLast && start.Length > 0))
                _inBody = Excerpt.Cut(start, 0, []);
            return;
        }

        var place = Excerpt.Find(text, _inBodies);
        if (place >= 0 && (isLast || place + Kept <= text.Length))
            _inBody = Excerpt.Cut(text, place, _inBodies);
        else if (_window.Length > Kept && place < 0)
            _window.Remove(0, _window.Length - Kept);
    }
}
