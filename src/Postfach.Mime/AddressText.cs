namespace Postfach.Mime;

/// <summary>Puts together the words of one address: without quotes, comments and needless white space. RFC 5322 §3.2, §3.4.</summary>
internal ref struct AddressText
{
    private readonly ByteBuffer _text;
    private ReadOnlySpan<byte> _comment;
    private int _nameEnd, _routeStart, _routeEnd, _mailboxEnd;

    public AddressText(ByteBuffer scratch)
    {
        _text = scratch;
        _text.Cut(0);
    }

    public readonly ReadOnlySpan<byte> Written => _text.Written;

    public void EndName() => _nameEnd = _routeStart = _routeEnd = _mailboxEnd = _text.Length;

    /// <summary>A display name or a group's name: words with one space between them. Dots and specials stay as they are.</summary>
    public void AppendPhrase(ReadOnlySpan<byte> phrase) => AppendWords(phrase, joinsAtDots: false);

    /// <summary>
    /// An address without angle brackets, perhaps with words before it; <paramref name="at"/>: where its <c>@</c> is, negative for none.
    /// </summary>
    public void AppendBareAddress(ReadOnlySpan<byte> text, int at)
    {
        if (at < 0)
        {
            // No mailbox of this world: the words are all there is to show.
            AppendPhrase(text);
            _mailboxEnd = _text.Length;
            return;
        }

        var mailbox = AppendWords(text[..at], joinsAtDots: true);
        _nameEnd = Math.Max(mailbox - 1, 0);
        _routeStart = _routeEnd = mailbox;
        _mailboxEnd = _text.Length;
        AppendDomain(text[(at + 1)..]);
    }

    /// <summary>
    /// What angle brackets hold. The positions of the colon behind the route and of the <c>@</c> are negative where there is none.
    /// </summary>
    public void AppendAngleAddress(ReadOnlySpan<byte> text, int routeEnd, int at)
    {
        if (routeEnd >= 0)
            AppendDense(text[..routeEnd]);
        _routeEnd = _text.Length;
        var mailbox = Math.Max(routeEnd + 1, 0);
        AppendWords(text[mailbox..(at < 0 ? text.Length : at)], joinsAtDots: true);
        _mailboxEnd = _text.Length;
        if (at >= 0)
            AppendDomain(text[(at + 1)..]);
    }

    public void NoteComments(ReadOnlySpan<byte> text)
    {
        var lexer = new HeaderLexer(text);
        for (lexer.SkipSpace(); !lexer.AtEnd; lexer.SkipSpace())
        {
            if (lexer.TryReadComment(out var comment))
                _comment = comment;
            else
                lexer.Position++;
        }
    }

    public readonly Address ToAddress()
    {
        // RFC 5322 §3.4: a name may stand in a comment behind the address.
        var name = _text.Slice(0, _nameEnd);
        var end = _text.Length;
        if (name.IsEmpty && !_comment.IsEmpty && end > 0)
        {
            HeaderLexer.AppendUnquoted(_text, _comment);
            name = _text.From(end).Trim(" \t\r\n"u8);
        }

        return new Address(AddressKind.Mailbox)
        {
            Name = name,
            Route = _text.Slice(_routeStart, _routeEnd - _routeStart),
            Mailbox = _text.Slice(_routeEnd, _mailboxEnd - _routeEnd),
            Host = _text.Slice(_mailboxEnd, end - _mailboxEnd),
        };
    }

    /// <summary>
    /// Where the last word starts in the text; a word with dots in it is one, also when (RFC 5322 §4.4) there is white space at the dots.
    /// </summary>
    private int AppendWords(ReadOnlySpan<byte> text, bool joinsAtDots)
    {
        var lexer = new HeaderLexer(text);
        var (start, lastWord, isApart) = (_text.Length, _text.Length, false);
        while (!lexer.AtEnd)
        {
            if (lexer.AtSpace || lexer.TryReadComment(out var comment) && Note(comment))
            {
                isApart = true;
                lexer.SkipSpace();
                continue;
            }

            if (isApart && _text.Length > start && !(joinsAtDots && (lexer.At((byte)'.') || _text.Written[^1] == '.')))
            {
                _text.Append((byte)' ');
                lastWord = _text.Length;
            }

            isApart = false;
            AppendWord(ref lexer);
        }

        return lastWord;
    }

    private readonly void AppendWord(scoped ref HeaderLexer lexer)
    {
        var start = lexer.Position;
        if (lexer.TryReadQuoted(out var quoted))
            HeaderLexer.AppendUnquoted(_text, quoted);
        else if (lexer.TrySkipEncodedWord())
            _text.Append(lexer.Text[start..lexer.Position]);
        else
            _text.Append(lexer.Text[lexer.Position++]);
    }

    private void AppendDomain(ReadOnlySpan<byte> text)
    {
        var lexer = new HeaderLexer(text);
        var start = _text.Length;
        lexer.SkipSpace();
        while (!lexer.AtEnd)
        {
            if (lexer.AtSpace || lexer.TryReadComment(out var comment) && Note(comment))
            {
                lexer.SkipSpace();
                // RFC 5322 §4.4: white space may stand at the dots; elsewhere the domain has ended.
                if (!lexer.At((byte)'.') && !lexer.At((byte)'(') && _text.Length > start && _text.Written[^1] != '.')
                    break;
                continue;
            }

            _text.Append(lexer.Text[lexer.Position++]);
        }

        NoteComments(lexer.Rest);
    }

    private void AppendDense(ReadOnlySpan<byte> text)
    {
        var lexer = new HeaderLexer(text);
        for (lexer.SkipSpaceAndComments(); !lexer.AtEnd; lexer.SkipSpaceAndComments())
            _text.Append(lexer.Text[lexer.Position++]);
    }

    private bool Note(ReadOnlySpan<byte> comment)
    {
        _comment = comment;
        return true;
    }
}
