using System.Globalization;
using System.Text;

namespace Postfach.Mime.Tests;

/// <summary>Reads ENVELOPE and BODYSTRUCTURE exactly as RFC 9051 §9 spells them, and complains about all else.</summary>
internal sealed class Grammar(byte[] octets)
{
    private int _place;

    public sealed record Address(string? Name, string? Route, string? Mailbox, string? Host);

    public sealed record Envelope(
        string? Date,
        string? Subject,
        IReadOnlyList<Address> From,
        IReadOnlyList<Address> Sender,
        IReadOnlyList<Address> ReplyTo,
        IReadOnlyList<Address> To,
        IReadOnlyList<Address> Cc,
        IReadOnlyList<Address> Bcc,
        string? InReplyTo,
        string? MessageId);

    public sealed record Parameter(string Name, string Value);

    public sealed record Disposition(string Type, IReadOnlyList<Parameter> Parameters);

    public sealed record Body
    {
        public required string Type { get; init; }

        public required string Subtype { get; init; }

        public IReadOnlyList<Parameter> Parameters { get; set; } = [];

        public IReadOnlyList<Body> Children { get; init; } = [];

        public string? Id { get; init; }

        public string? Description { get; init; }

        public string Encoding { get; init; } = "";

        public long Octets { get; init; }

        public long? Lines { get; set; }

        public Envelope? Envelope { get; set; }

        public string? Md5 { get; set; }

        public Disposition? Disposition { get; set; }

        public IReadOnlyList<string> Languages { get; set; } = [];

        public string? Location { get; set; }

        public bool IsMultipart => Type == "multipart" && Children.Count > 0;

        public bool IsMessage => Envelope is not null;
    }

    public static Envelope ReadEnvelope(ReadOnlyMemory<byte> octets) => new Grammar(octets.ToArray()).All(g => g.ReadEnvelope());

    /// <summary>With extension data for BODYSTRUCTURE, without for BODY.</summary>
    public static Body ReadBody(ReadOnlyMemory<byte> octets, bool isExtended = true) => new Grammar(octets.ToArray()).All(g => g.ReadBody(isExtended));

    private T All<T>(Func<Grammar, T> read)
    {
        var value = read(this);
        return _place == octets.Length ? value : throw Fault("the end");
    }

    private FormatException Fault(string expected) => new(
        $"At {_place}: expected {expected} in {Encoding.Latin1.GetString(octets, Math.Max(0, _place - 60), Math.Min(octets.Length, _place + 40) - Math.Max(0, _place - 60))}");

    private bool At(char c) => _place < octets.Length && octets[_place] == c;

    private bool AtNil() => octets.AsSpan(_place).StartsWith("NIL"u8);

    private void Skip(string text)
    {
        if (!octets.AsSpan(_place).StartsWith(Encoding.ASCII.GetBytes(text)))
            throw Fault(text);
        _place += text.Length;
    }

    private bool TrySkipNil()
    {
        if (!AtNil())
            return false;
        Skip("NIL");
        return true;
    }

    private T Space<T>(Func<T> read)
    {
        Skip(" ");
        return read();
    }

    private string ReadString()
    {
        if (At('"'))
            return ReadQuoted();
        Skip("{");
        var length = (int)ReadNumber(uint.MaxValue);
        Skip("}\r\n");
        if (length > octets.Length - _place || octets.AsSpan(_place, length).Contains((byte)0))
            throw Fault("CHAR8s");
        _place += length;
        return Encoding.Latin1.GetString(octets, _place - length, length);
    }

    private string ReadQuoted()
    {
        Skip("\"");
        var text = new StringBuilder();
        while (!At('"'))
        {
            if (At('\\'))
            {
                _place++;
                if (!At('"') && !At('\\'))
                    throw Fault("quoted-specials");
            }

            if (_place >= octets.Length || octets[_place] is 0 or (byte)'\r' or (byte)'\n' or > 0x7F)
                throw Fault("QUOTED-CHAR");
            text.Append((char)octets[_place++]);
        }

        _place++;
        return text.ToString();
    }

    private string? ReadNString() => TrySkipNil() ? null : ReadString();

    private long ReadNumber(long max)
    {
        var start = _place;
        while (_place < octets.Length && char.IsAsciiDigit((char)octets[_place]))
            _place++;
        var text = Encoding.ASCII.GetString(octets, start, _place - start);
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > max)
            throw Fault("number");
        return number;
    }

    private Envelope ReadEnvelope()
    {
        Skip("(");
        var envelope = new Envelope(
            ReadNString(),
            Space(ReadNString),
            Space(ReadAddresses),
            Space(ReadAddresses),
            Space(ReadAddresses),
            Space(ReadAddresses),
            Space(ReadAddresses),
            Space(ReadAddresses),
            Space(ReadNString),
            Space(ReadNString));
        Skip(")");
        return envelope;
    }

    private List<Address> ReadAddresses()
    {
        var list = new List<Address>();
        if (TrySkipNil())
            return list;
        Skip("(");
        do
        {
            Skip("(");
            list.Add(new Address(ReadNString(), Space(ReadNString), Space(ReadNString), Space(ReadNString)));
            Skip(")");
        }
        while (!At(')'));

        Skip(")");
        return CheckGroups(list);
    }

    // RFC 9051 §7.5.2: no host: a group starts; no mailbox either: it ends. Groups hold no groups.
    private List<Address> CheckGroups(List<Address> list)
    {
        var inGroup = false;
        foreach (var address in list.Where(a => a.Host is null))
        {
            if (address.Name is not null || address.Route is not null || inGroup == address.Mailbox is not null)
                throw Fault("groups that start and end");
            inGroup = !inGroup;
        }

        return inGroup ? throw Fault("the end of a group") : list;
    }

    private Body ReadBody(bool isExtended)
    {
        Skip("(");
        var body = At('(') ? ReadMultipart() : ReadSinglePart(isExtended);
        if (isExtended)
        {
            if (body.IsMultipart)
                body.Parameters = Space(ReadParameters);
            else
                body.Md5 = Space(ReadNString);
            body.Disposition = Space(ReadDisposition);
            body.Languages = Space(ReadLanguages);
            body.Location = Space(ReadNString);
        }

        Skip(")");
        return body;

        Body ReadMultipart()
        {
            var children = new List<Body>();
            while (At('('))
                children.Add(ReadBody(isExtended));
            return new Body { Type = "multipart", Subtype = Space(ReadString), Children = children };
        }
    }

    private Body ReadSinglePart(bool isExtended)
    {
        var isQuoted = At('"');
        var (type, subtype) = (ReadString(), Space(ReadString));
        if (type.Equals("multipart", StringComparison.OrdinalIgnoreCase))
            throw Fault("the parts of a multipart");
        var isMessage = type.Equals("message", StringComparison.OrdinalIgnoreCase)
            && (subtype.Equals("rfc822", StringComparison.OrdinalIgnoreCase) || subtype.Equals("global", StringComparison.OrdinalIgnoreCase));
        var parameters = Space(ReadParameters);
        var (id, description, encoding) = (Space(ReadNString), Space(ReadNString), Space(ReadString));
        var octetCount = Space(() => ReadNumber(uint.MaxValue));
        var envelope = isMessage ? Space(ReadEnvelope) : null;
        Body[] children = isMessage ? [Space(() => ReadBody(isExtended))] : [];
        var hasLines = isMessage || (isQuoted && type.Equals("text", StringComparison.OrdinalIgnoreCase));
        return new Body
        {
            Type = type,
            Subtype = subtype,
            Parameters = parameters,
            Id = id,
            Description = description,
            Encoding = encoding,
            Octets = octetCount,
            Envelope = envelope,
            Children = children,
            Lines = hasLines ? Space(() => ReadNumber(long.MaxValue)) : null,
        };
    }

    private List<Parameter> ReadParameters()
    {
        var parameters = new List<Parameter>();
        if (TrySkipNil())
            return parameters;
        Skip("(");
        parameters.Add(new Parameter(ReadString(), Space(ReadString)));
        while (At(' '))
            parameters.Add(new Parameter(Space(ReadString), Space(ReadString)));
        Skip(")");
        return parameters;
    }

    private Disposition? ReadDisposition()
    {
        if (TrySkipNil())
            return null;
        Skip("(");
        var disposition = new Disposition(ReadString(), Space(ReadParameters));
        Skip(")");
        return disposition;
    }

    private List<string> ReadLanguages()
    {
        if (TrySkipNil())
            return [];
        if (!At('('))
            return [ReadString()];
        Skip("(");
        var languages = new List<string> { ReadString() };
        while (At(' '))
            languages.Add(Space(ReadString));
        Skip(")");
        return languages;
    }
}
