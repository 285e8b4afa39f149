using System.Buffers;
using System.Text;
using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>A header field as searches see it: decoded and mapped, so that case does not count. Not thread-safe.</summary>
internal sealed class MappedField
{
    private readonly ArrayBufferWriter<char> _decoded = new();
    private readonly ArrayBufferWriter<char> _text = new();
    private int _nameLength;

    /// <summary><c>NAME: VALUE</c>. RFC 9051 §6.4.4: TEXT looks at the whole header, so at the names of fields too.</summary>
    public ReadOnlySpan<char> Whole => _text.WrittenSpan;

    public ReadOnlySpan<char> Value => _text.WrittenSpan[_nameLength..];

    public void Read(HeaderField field)
    {
        _text.ResetWrittenCount();
        _decoded.ResetWrittenCount();
        if (!field.Name.IsEmpty)
        {
            Charset.Lenient.GetChars(field.Name, _decoded);
            _decoded.Write(": ");
        }

        CaseMap.Append(_decoded.WrittenSpan, _text);
        _nameLength = _text.WrittenCount;
        _decoded.ResetWrittenCount();
        EncodedWords.Append(field.Value, _decoded);
        CaseMap.Append(_decoded.WrittenSpan, _text);
    }
}
