using System.Buffers;
using System.Collections.Immutable;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Lmtp;

/// <summary>A reply of one line or more. RFC 5321 §4.2, RFC 2034 §4.</summary>
/// <param name="Status">Null in a greeting, in the reply to LHLO and in 354.</param>
public sealed record LmtpReply(int Code, EnhancedStatusCode? Status, ImmutableArray<string> Lines)
{
    public static LmtpReply Plain(int code, params ImmutableArray<string> lines) => new(code, null, lines);

    /// <summary>A reply with an enhanced code. RFC 2034 §4: its class is the reply code's first digit.</summary>
    public static LmtpReply Enhanced(int code, ushort subject, ushort detail, string text) =>
        new(code, new EnhancedStatusCode((byte)(code / 100), subject, detail), [text]);

    public void WriteTo(IBufferWriter<byte> output)
    {
        for (var i = 0; i < Lines.Length; i++)
        {
            output.WriteNumber(Code);
            output.Write(i < Lines.Length - 1 ? "-"u8 : " "u8);
            if (Status is { } status)
            {
                output.WriteText(status.ToString());
                output.Write(" "u8);
            }

            output.WriteText(Lines[i]);
            output.Write("\r\n"u8);
        }
    }

    public override string ToString() => Status is { } status ? $"{Code} {status} {Lines[^1]}" : $"{Code} {Lines[^1]}";
}
