using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Postfach.Mail;

namespace Postfach.Protocol.Imap.Requests;

/// <summary><c>CREATE mailbox [(USE (uses))]</c>. RFC 9051 §6.3.4; the uses: RFC 6154 §3.</summary>
/// <param name="Uses">Null stands for a use that the server does not know.</param>
public sealed record CreateRequest(MailboxArgument Mailbox, ImmutableArray<SpecialUse?> Uses)
{
    private static readonly ImmutableArray<SpecialUse> Known = [.. Enum.GetValues<SpecialUse>().Where(use => use != SpecialUse.None)];

    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out CreateRequest? request)
    {
        request = null;
        if (!(reader.Space() && reader.NewMailbox(out var mailbox)))
            return false;
        ImmutableArray<SpecialUse?> uses = [];
        if (!reader.AtEnd && !(reader.Space() && TryReadUses(ref reader, out uses)))
            return false;
        if (!reader.End())
            return false;
        request = new CreateRequest(mailbox, uses);
        return true;
    }

    private static bool TryReadUses(ref ImapReader reader, out ImmutableArray<SpecialUse?> uses)
    {
        uses = [];
        if (!(reader.Take("(USE ("u8) || reader.Fail("There is no such parameter of CREATE")))
            return false;
        var list = ImmutableArray.CreateBuilder<SpecialUse?>();
        while (!reader.IsNext((byte)')'))
        {
            if (list.Count > 0 && !reader.Space())
                return false;
            if (!(reader.Byte((byte)'\\', "A use begins with \\") && reader.Atom(out var name)))
                return false;
            var use = UseOf(name);
            if (!list.Contains(use))
                list.Add(use);
        }

        uses = list.ToImmutable();
        return reader.Take("))"u8) || reader.Fail("The parameters of CREATE do not end");
    }

    private static SpecialUse? UseOf(ReadOnlySpan<byte> name)
    {
        foreach (var use in Known)
        {
            if (Ascii.EqualsIgnoreCase(name, use.ToString()))
                return use;
        }

        return null;
    }
}
