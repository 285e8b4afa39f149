using Postfach.Protocol.Imap.Requests;
using Postfach.Protocol.Imap.Responses;

namespace Postfach.Server.Imap.Commands;

/// <summary><c>ENABLE capability...</c>, after the log-in. RFC 9051 §6.3.1.</summary>
internal static class EnableCommand
{
    private static readonly (string Name, ImapExtensions Extension)[] Known =
    [
        ("CONDSTORE", ImapExtensions.CondStore),
        ("QRESYNC", ImapExtensions.QResync),
        ("IMAP4REV2", ImapExtensions.Rev2),
        ("UTF8=ACCEPT", ImapExtensions.Utf8Accept),
    ];

    public static ValueTask<ImapReply> RunAsync(ImapSession session, EnableRequest request, CancellationToken ct)
    {
        // RFC 9051 §6.3.1: what needs no enabling, or is not known, is left out without an error.
        var wanted = Known.Where(known => request.Capabilities.Contains(known.Name)).ToList();
        session.Output.WriteText($"* ENABLED{string.Concat(wanted.Select(known => " " + known.Name.Replace("REV2", "rev2", StringComparison.Ordinal)))}\r\n");
        session.Enable(wanted.Aggregate(ImapExtensions.None, (all, known) => all | known.Extension));
        return new(new ImapReply.Ok("Enabled"));
    }
}
