using System.Buffers;

namespace Postfach.Protocol.Imap.Responses;

/// <summary>What a command ends with, or what is told without one. RFC 9051 §7.1.</summary>
public abstract record ImapReply(ImapCode? Code, string Text)
{
    public sealed record Ok(ImapCode? Code, string Text) : ImapReply(Code, Text)
    {
        public Ok(string text)
            : this(null, text)
        {
        }
    }

    public sealed record No(ImapCode? Code, string Text) : ImapReply(Code, Text)
    {
        public No(string text)
            : this(null, text)
        {
        }
    }

    public sealed record Bad(ImapCode? Code, string Text) : ImapReply(Code, Text)
    {
        public Bad(string text)
            : this(null, text)
        {
        }
    }

    public sealed record Bye(string Text) : ImapReply(null, Text);

    /// <summary>Writes the line.</summary>
    /// <param name="tag">The command's tag, or <c>*</c>.</param>
    public void Write(IBufferWriter<byte> output, string tag)
    {
        output.WriteText(tag);
        output.Write(this switch
        {
            Ok => " OK "u8,
            No => " NO "u8,
            Bad => " BAD "u8,
            _ => " BYE "u8,
        });
        if (Code is not null)
        {
            Code.Write(output);
            output.Write(" "u8);
        }

        output.WriteText(Text);
        output.Write("\r\n"u8);
    }
}
