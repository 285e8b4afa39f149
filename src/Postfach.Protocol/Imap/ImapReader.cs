using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Postfach.Mail;

namespace Postfach.Protocol.Imap;

/// <summary>
/// Walks over one command. A method named after an element of the grammar (RFC 9051 §9) reads it and says whether it was there; the first that was not
/// leaves its complaint in <see cref="Error"/>, and everything after it fails as well, so that a command is one chain of <c>&amp;&amp;</c>.
/// </summary>
/// <param name="names">How its mailbox names are written.</param>
public ref struct ImapReader(ReadOnlySpan<byte> command, MailboxNameForm names = MailboxNameForm.ModifiedUtf7)
{
    private ReadOnlySpan<byte> _rest = command;

    /// <summary>What was wrong first, for a BAD; null while nothing was.</summary>
    public string? Error { get; private set; }

    public readonly bool AtEnd => _rest.IsEmpty;

    public bool Space() => Byte((byte)' ', "A space is missing");

    /// <summary>Nothing more follows.</summary>
    public bool End() => Error is null && (_rest.IsEmpty || Fail("There is something behind the command's end"));

    /// <summary>The next byte, if it is this one, is read.</summary>
    public bool Take(byte value)
    {
        if (Error is not null || _rest.IsEmpty || _rest[0] != value)
            return false;
        _rest = _rest[1..];
        return true;
    }

    /// <summary>The next bytes, if they are these in whatever case, are read.</summary>
    public bool Take(ReadOnlySpan<byte> word)
    {
        if (Error is not null || _rest.Length < word.Length || !Ascii.EqualsIgnoreCase(_rest[..word.Length], word))
            return false;
        _rest = _rest[word.Length..];
        return true;
    }

    public bool Byte(byte value, string complaint) => Take(value) || Fail(complaint);

    public readonly bool IsNext(byte value) => Error is null && !_rest.IsEmpty && _rest[0] == value;

    public bool Tag(out ReadOnlySpan<byte> tag) => Run(ImapCharacters.Tag, "The tag is missing or not one", out tag);

    public bool Atom(out ReadOnlySpan<byte> atom) => Run(ImapCharacters.Atom, "A word is missing", out atom);

    /// <summary>An atom, also with <c>]</c>, or a string.</summary>
    public bool AString(out ReadOnlySpan<byte> value) =>
        IsNext((byte)'"') || IsNext((byte)'{') ? String(out value) : Run(ImapCharacters.AString, "An argument is missing", out value);

    /// <summary>An <c>astring</c> that holds text.</summary>
    public bool Text(out string text)
    {
        text = "";
        if (!AString(out var value))
            return false;
        if (!System.Text.Unicode.Utf8.IsValid(value))
            return Fail("The text is not UTF-8");
        text = Encoding.UTF8.GetString(value);
        return true;
    }

    public bool NString(out ReadOnlySpan<byte> value, out bool isNil)
    {
        value = default;
        isNil = !IsNext((byte)'"') && !IsNext((byte)'{');
        return isNil ? Take("NIL"u8) || Fail("A string or NIL is missing") : String(out value);
    }

    public bool String(out ReadOnlySpan<byte> value) => IsNext((byte)'{') ? Literal(out value) : Quoted(out value);

    public bool Number(out uint number)
    {
        number = 0;
        if (Error is not null)
            return false;
        if (!Utf8Parser.TryParse(_rest, out number, out var length) || !ImapCharacters.IsDigit(_rest[0]))
            return Fail("A number is missing or too great");
        _rest = _rest[length..];
        return true;
    }

    public bool NzNumber(out uint number) => Number(out number) && (number > 0 || Fail("A number above 0 is wanted"));

    /// <summary>A <c>number64</c>, as sizes are.</summary>
    public bool Number64(out long number)
    {
        number = 0;
        if (Error is not null)
            return false;
        if (!IsNextDigit() || !Utf8Parser.TryParse(_rest, out number, out var length))
            return Fail("A number is missing or too great");
        _rest = _rest[length..];
        return true;
    }

    /// <summary>A <c>date</c>: a day without a time. RFC 9051 §9.</summary>
    public bool Date(out DateOnly date)
    {
        date = default;
        return AString(out var text) && (ImapDate.TryReadDay(text, out date) || Fail("The date is none"));
    }

    /// <summary>A <c>mod-sequence-valzer</c>: 63 bits. RFC 7162 §7.</summary>
    public bool ModSeq(out ModSeq modSeq)
    {
        var isRead = Number64(out var value);
        modSeq = new ModSeq(value);
        return isRead;
    }

    public bool SequenceSet([NotNullWhen(true)] out SequenceSet? set)
    {
        set = null;
        // RFC 9051 §9: seq-last-command stands alone.
        if (Take((byte)'$'))
        {
            set = Mail.SequenceSet.Saved;
            return true;
        }

        var ranges = ImmutableArray.CreateBuilder<SequenceSet.Range>();
        do
        {
            if (!SequenceNumber(out var first))
                return false;
            var last = first;
            if (Take((byte)':') && !SequenceNumber(out last))
                return false;
            ranges.Add(new SequenceSet.Range(first, last));
        }
        while (Take((byte)','));
        set = new SequenceSet(ranges.ToImmutable());
        return true;
    }

    /// <summary>An <c>objectid</c>. RFC 8474 §7.</summary>
    public bool ObjectId(out string id)
    {
        id = "";
        if (!Run(ImapCharacters.ObjectId, "An object identifier is missing", out var value))
            return false;
        id = Encoding.ASCII.GetString(value);
        return id.Length <= 255 || Fail("The object identifier is too long");
    }

    /// <summary>A mailbox's name; one that cannot be is no error of syntax, but says why.</summary>
    public bool Mailbox(out MailboxArgument mailbox)
    {
        mailbox = default;
        if (!AString(out var value))
            return false;
        mailbox = MailboxArgument.From(value, names);
        return true;
    }

    /// <summary>The name of a mailbox that is to be made.</summary>
    public bool NewMailbox(out MailboxArgument mailbox)
    {
        mailbox = default;
        if (!AString(out var value))
            return false;
        mailbox = MailboxArgument.ForCreate(value, names);
        return true;
    }

    /// <summary>The reference name of LIST and LSUB.</summary>
    public bool Reference(out string reference)
    {
        reference = "";
        return AString(out var value) && (MailboxNameCodec.TryDecode(value, names, out reference) || Fail("The reference name is neither UTF-7 nor UTF-8"));
    }

    /// <summary>A mailbox's name with wildcards, which an atom may hold here.</summary>
    public bool ListMailbox(out string pattern)
    {
        pattern = "";
        ReadOnlySpan<byte> value;
        if (!(IsNext((byte)'"') || IsNext((byte)'{') ? String(out value) : Run(ImapCharacters.List, "A mailbox pattern is missing", out value)))
            return false;
        return MailboxNameCodec.TryDecode(value, names, out pattern) || Fail("The mailbox pattern is neither UTF-7 nor UTF-8");
    }

    /// <summary>Flags in parentheses.</summary>
    public bool FlagList([NotNullWhen(true)] out FlagSet? flags)
    {
        flags = null;
        if (!Byte((byte)'(', "A list of flags is missing"))
            return false;
        return FlagsUpTo((byte)')', out flags) && Byte((byte)')', "The list of flags does not end");
    }

    /// <summary>Flags with spaces between them, as STORE takes them too.</summary>
    public bool Flags([NotNullWhen(true)] out FlagSet? flags) => IsNext((byte)'(') ? FlagList(out flags) : FlagsUpTo(null, out flags);

    /// <summary>A <c>date-time</c>. RFC 9051 §9.</summary>
    public bool DateTime(out InternalDate date)
    {
        date = default;
        if (Error is not null)
            return false;
        if (_rest.Length < ImapDate.Length || !ImapDate.TryRead(_rest[..ImapDate.Length], out date))
            return Fail("The date is none");
        _rest = _rest[ImapDate.Length..];
        return true;
    }

    /// <summary>The head of a literal that follows after the command's end.</summary>
    public bool MessageHead(out ImapLiteral literal)
    {
        literal = default;
        return Error is null && ImapLiteral.TryRead(_rest, out literal, out var length) && length == _rest.Length ? SkipAll() : Fail("A message is missing");
    }

    public readonly bool IsNextDigit() => Error is null && !_rest.IsEmpty && ImapCharacters.IsDigit(_rest[0]);

    public bool Fail(string complaint)
    {
        Error ??= complaint;
        return false;
    }

    private bool SkipAll()
    {
        _rest = default;
        return true;
    }

    private bool SequenceNumber(out uint number)
    {
        number = Mail.SequenceSet.Star;
        return Take((byte)'*') || NzNumber(out number);
    }

    private bool FlagsUpTo(byte? end, [NotNullWhen(true)] out FlagSet? flags)
    {
        flags = null;
        var system = MessageFlags.None;
        var keywords = new List<Keyword>();
        if (end is not { } close || !IsNext(close))
        {
            do
            {
                if (!Flag(ref system, keywords))
                    return false;
            }
            while (Take((byte)' '));
        }

        flags = system == MessageFlags.None && keywords.Count == 0 ? FlagSet.Empty : FlagSet.Of(system, keywords);
        return true;
    }

    private bool Flag(ref MessageFlags system, List<Keyword> keywords)
    {
        var isSystem = Take((byte)'\\');
        if (!Atom(out var name))
            return false;
        if (isSystem)
        {
            // RFC 3501 §2.3.2: \Recent cannot be set by a client; those that send it along with others mean no harm.
            if (!ImapFlags.TryRead(name, out var flag))
                return Ascii.EqualsIgnoreCase(name, "Recent"u8) || Fail("There is no such system flag");
            system |= flag;
            return true;
        }

        if (!Keyword.TryParse(Encoding.ASCII.GetString(name), out var keyword))
            return Fail("The keyword is too long");
        keywords.Add(keyword);
        return true;
    }

    private bool Quoted(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!Byte((byte)'"', "A string is missing"))
            return false;
        var end = _rest.IndexOfAny((byte)'"', (byte)'\\');
        if (end >= 0 && _rest[end] == '"')
        {
            value = _rest[..end];
            _rest = _rest[(end + 1)..];
            return !value.ContainsAny(ImapCharacters.NotInQuoted) || Fail("A quoted string has a byte that it cannot have");
        }

        return QuotedWithEscapes(out value);
    }

    private bool QuotedWithEscapes(out ReadOnlySpan<byte> value)
    {
        var unescaped = new ArrayBufferWriter<byte>();
        value = default;
        for (var i = 0; i < _rest.Length; i++)
        {
            if (_rest[i] == '"')
            {
                _rest = _rest[(i + 1)..];
                value = unescaped.WrittenSpan;
                return true;
            }

            // RFC 9051 §9: QUOTED-CHAR is any TEXT-CHAR but " and \, or one of those two behind \.
            if (_rest[i] == '\\' && (++i == _rest.Length || _rest[i] is not ((byte)'"' or (byte)'\\')))
                return Fail("A quoted string has a \\ before something else than \" and \\");
            if (ImapCharacters.NotInQuoted.Contains(_rest[i]))
                return Fail("A quoted string has a byte that it cannot have");
            unescaped.Write(_rest.Slice(i, 1));
        }

        return Fail("A quoted string does not end");
    }

    private bool Literal(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!ImapLiteral.TryRead(_rest, out var literal, out var head) || _rest.Length - head - 2 < literal.Length)
            return Fail("A literal is not one");
        value = _rest.Slice(head + 2, (int)literal.Length);
        _rest = _rest[(head + 2 + (int)literal.Length)..];

        // RFC 9051 §9: CHAR8 is any byte except NUL.
        return !value.Contains((byte)0) || Fail("A literal has a NUL");
    }

    private bool Run(SearchValues<byte> characters, string complaint, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (Error is not null)
            return false;
        var length = _rest.IndexOfAnyExcept(characters);
        length = length < 0 ? _rest.Length : length;
        if (length == 0)
            return Fail(complaint);
        value = _rest[..length];
        _rest = _rest[length..];
        return true;
    }
}
