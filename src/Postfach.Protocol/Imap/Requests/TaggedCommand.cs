using System.Text;

namespace Postfach.Protocol.Imap.Requests;

/// <summary>The tag and the name that every command begins with. RFC 9051 §2.2.1.</summary>
/// <param name="Tag">Empty when none could be read.</param>
/// <param name="Name">In upper case; for UID commands both words, such as <c>UID FETCH</c>.</param>
public readonly record struct TaggedCommand(string Tag, string Name)
{
    /// <summary>Longer than any command's name, so that nothing longer needs to be kept.</summary>
    private const int MaxNameLength = 32;

    public static bool TryRead(ref ImapReader reader, out TaggedCommand command)
    {
        command = new TaggedCommand("", "");
        if (!reader.Tag(out var tag))
            return false;
        command = new TaggedCommand(Encoding.ASCII.GetString(tag), "");
        if (!reader.Space() || !reader.Atom(out var name) || !IsShort(name, ref reader))
            return false;
        var text = Encoding.ASCII.GetString(name).ToUpperInvariant();
        if (text == "UID")
        {
            if (!reader.Space() || !reader.Atom(out var second) || !IsShort(second, ref reader))
                return false;
            text = "UID " + Encoding.ASCII.GetString(second).ToUpperInvariant();
        }

        command = command with { Name = text };
        return true;
    }

    private static bool IsShort(ReadOnlySpan<byte> name, ref ImapReader reader) => name.Length <= MaxNameLength || reader.Fail("There is no such command");
}
