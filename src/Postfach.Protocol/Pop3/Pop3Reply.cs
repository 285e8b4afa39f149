using System.Buffers;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Pop3;

/// <summary>The first line of a reply. A text is plain and short: RFC 2449 §4 allows 512 octets, and after +OK it must not start with a bracket.</summary>
public abstract record Pop3Reply
{
    private Pop3Reply()
    {
    }

    public sealed record Ok(string Text) : Pop3Reply;

    public sealed record Err(Pop3ResponseCode Code, string Text) : Pop3Reply
    {
        public Err(string text)
            : this(Pop3ResponseCode.None, text)
        {
        }
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        switch (this)
        {
            case Ok ok:
                output.Write("+OK "u8);
                output.WriteText(ok.Text);
                break;
            case Err error:
                output.Write("-ERR "u8);
                output.Write(CodeBytes(error.Code));
                output.WriteText(error.Text);
                break;
        }

        output.Write("\r\n"u8);
    }

    private static ReadOnlySpan<byte> CodeBytes(Pop3ResponseCode code) => code switch
    {
        Pop3ResponseCode.InUse => "[IN-USE] "u8,
        Pop3ResponseCode.Auth => "[AUTH] "u8,
        Pop3ResponseCode.SystemTemporary => "[SYS/TEMP] "u8,
        Pop3ResponseCode.SystemPermanent => "[SYS/PERM] "u8,
        _ => default,
    };
}
