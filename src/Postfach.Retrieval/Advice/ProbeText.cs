using System.Globalization;
using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>What was seen at the provider, in a sentence.</summary>
public static class ProbeText
{
    public static string Of(AccountProbe probe, Language language)
    {
        var isGerman = language == Language.German;
        var (protocol, mail) = (probe.Protocol == SourceProtocol.Pop3 ? "POP3" : "IMAP", Wording.Number(probe.Messages, language) + (probe.Bytes is { } bytes ? $", {Wording.Size(bytes, language)}" : ""));
        var text = isGerman
            ? $"Bei {probe.ProviderHost} ({protocol}) liegen Nachrichten: {mail}; Ordner mit Post: {probe.FilledMailboxes}"
            : $"At {probe.ProviderHost} ({protocol}) there are messages: {mail}; mailboxes with mail: {probe.FilledMailboxes}";
        text += probe.QuotaPercent is { } percent
            ? (isGerman ? "; der Platz ist belegt zu " : "; the room is taken by ") + percent.ToString("0", CultureInfo.InvariantCulture) + (isGerman ? " %." : "%.")
            : ".";
        return $"{text} {(isGerman ? "Der Server kann" : "The server can")}: {(probe.Capabilities.Count == 0 ? "-" : string.Join(", ", probe.Capabilities))}.{(probe.Ids is { } ids ? " " + IdText.Of(ids, language) : "")}";
    }
}
