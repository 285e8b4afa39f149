using System.Buffers;
using System.Text;
using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>Takes the texts of one message and gathers the words of each field of the index. Not thread-safe.</summary>
/// <param name="words">Is told each word once or several times.</param>
internal sealed class BodyWords(WordSet words) : ITextSink
{
    /// <summary>Decoded characters of a message that are indexed at most; one with more is not indexed at all, and looked at with each search.</summary>
    private const long MaxCharacters = 32 << 20;

    /// <summary>Different words of a message that are indexed at most.</summary>
    private const int MaxWords = 200_000;

    // Characters without a separator: no text looks like that.
    private const int MaxRun = 1 << 20;

    private static readonly (byte[] Name, IndexField Field)[] Own =
    [
        ("Subject"u8.ToArray(), IndexField.Subject),
        ("From"u8.ToArray(), IndexField.From),
        ("To"u8.ToArray(), IndexField.To),
        ("Cc"u8.ToArray(), IndexField.Cc),
        ("Bcc"u8.ToArray(), IndexField.Bcc),
    ];

    private readonly MappedField _field = new();

    // A piece of a body ends where it happens to: what is behind its last separator waits for the next one.
    private readonly ArrayBufferWriter<char> _body = new();
    private long _characters;
    private bool _isRun;

    /// <inheritdoc/>
    public bool HasEnough => IsTooMuch;

    /// <inheritdoc/>
    public bool WantsBodies => !IsTooMuch;

    /// <summary>The message has more in it than is indexed.</summary>
    public bool IsTooMuch => _isRun || _characters > MaxCharacters || words.InBody > MaxWords;

    public void BeginMessage()
    {
        (_characters, _isRun) = (0, false);
        _body.ResetWrittenCount();
    }

    /// <summary>All of the message has been read.</summary>
    public void EndMessage() => EndBody();

    /// <inheritdoc/>
    public void TakeField(HeaderField field, bool isMessage)
    {
        _field.Read(field);
        _characters += _field.Whole.Length;
        words.Add(IndexField.Header, _field.Whole);
        if (FileNames.Decode(field) is { } fileName)
            words.Add(IndexField.Header, CaseMap.Map(fileName));
        if (!isMessage)
            return;
        foreach (var (name, own) in Own)
        {
            if (Ascii.EqualsIgnoreCase(field.Name, name))
                words.Add(own, _field.Value);
        }
    }

    /// <summary>The field of the index that holds a header field of that name alone; null where it stands among the others.</summary>
    public static IndexField? OwnField(ReadOnlySpan<byte> name)
    {
        foreach (var (known, own) in Own)
        {
            if (Ascii.EqualsIgnoreCase(name, known))
                return own;
        }

        return null;
    }

    /// <inheritdoc/>
    public void EndHeader()
    {
    }

    /// <inheritdoc/>
    public void BeginBody() => EndBody();

    /// <inheritdoc/>
    public void TakeBody(ReadOnlySpan<char> text, ReadOnlySpan<char> mapped)
    {
        _characters += mapped.Length;
        if (IsTooMuch)
            return;
        _body.Write(mapped);
        var gathered = _body.WrittenSpan;
        var end = gathered.Length;
        while (end > 0 && WordRule.Prose.IsOpen(gathered[end - 1]))
            end--;
        words.Add(IndexField.Body, gathered[..end]);
        var rest = gathered[end..].ToArray();
        _body.ResetWrittenCount();
        _body.Write(rest);
        _isRun = rest.Length > MaxRun;
    }

    private void EndBody()
    {
        words.Add(IndexField.Body, _body.WrittenSpan);
        _body.ResetWrittenCount();
    }
}
