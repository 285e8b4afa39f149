using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>ID</c>, in any state. RFC 2971 §3.1.</summary>
internal static class IdCommand
{
    private const int MaxNameLength = 64;

    public static ValueTask<ImapReply> RunAsync(ImapSession session, IdRequest request, CancellationToken ct)
    {
        var name = string.Join(' ', ValuesOf(request, "name", "version"));
        session.ClientName = name.Length > MaxNameLength ? name[..MaxNameLength] : name;
        session.Service.Logger.ClientIdentified(session.ClientName);

        // RFC 2971 §3.3: a version would tell an attacker what to try.
        session.Output.WriteText("* ID (\"name\" \"Postfach\")\r\n");
        return new(new ImapReply.Ok("Pleased to meet you"));
    }

    private static IEnumerable<string> ValuesOf(IdRequest request, params string[] fields) =>
        from wanted in fields
        from field in request.Fields
        where field.Field.Equals(wanted, StringComparison.OrdinalIgnoreCase)
        select new string([.. field.Value.Where(c => !char.IsControl(c))]);
}
