using CsCheck;
using Postfach.Protocol.Tests.Lines;

namespace Postfach.Protocol.Tests.Imap;

/// <summary>Byte strings that are rich in what IMAP's grammar is made of.</summary>
internal static class ImapGen
{
    private static readonly Gen<byte[]> Word = Pieces.Any(
        "A ", "A APPEND m ", "APPEND", "FETCH", "UID ", "1:*", "(", ")", "[", "]", "{", "}", "{3}\r\n", "{2+}\r\n", "{40+}\r\n", "~{2}\r\n", "\"", "\\", "\\Seen",
        " ", "\r\n", "\n", "\r", "+", "-", "*", "%", "&", "&-", "&AOQ-", "BODY[", "HEADER.FIELDS (", "<0.5>", "NIL", "INBOX", "FLAGS", ".SILENT", "12345678901",
        "\"17-Jul-1996 02:44:25 -0700\"", "ä", "\0", "x").Select(Pieces.Latin);

    public static readonly Gen<byte[]> Bytes = Gen.Frequency(
        (9, Word),
        (1, Gen.Byte.Select(b => new[] { b }))).Array[0, 40].Select(words => words.SelectMany(w => w).ToArray());
}
