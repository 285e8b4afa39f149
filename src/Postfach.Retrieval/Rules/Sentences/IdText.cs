using Postfach.Store;

namespace Postfach.Retrieval;

/// <summary>What a POP3 provider's ids are worth, and what it costs where they are worth nothing, in words.</summary>
public static class IdText
{
    public static string Of(IdStability ids, Language language) => (ids, language) switch
    {
        (IdStability.Stable, Language.German) => "Die Kennungen der Nachrichten (UIDL) waren in zwei Sitzungen dieselben.",
        (IdStability.Stable, _) => "The ids of messages (UIDL) were the same in two sessions.",
        (IdStability.Unstable, Language.German) => $"Die Kennungen der Nachrichten (UIDL) sind nicht in jeder Sitzung dieselben. {Cost(language)}",
        (IdStability.Unstable, _) => $"The ids of messages (UIDL) are not the same in every session. {Cost(language)}",
        (IdStability.Missing, Language.German) => $"Die Nachrichten haben keine Kennungen (UIDL), oder mehrere haben dieselbe. {Cost(language)}",
        (IdStability.Missing, _) => $"The messages have no ids (UIDL), or several have the same. {Cost(language)}",
        (_, Language.German) => "Ob die Kennungen der Nachrichten (UIDL) in zwei Sitzungen dieselben sind, ist noch nicht bekannt.",
        _ => "Whether the ids of messages (UIDL) are the same in two sessions is not known yet.",
    };

    private static string Cost(Language language) => language == Language.German
        ? "Nichts kommt doppelt: Nachrichten werden an Größe und Kopf erkannt. Das kostet bei jedem Lauf den Kopf jeder Nachricht, die dort liegt (TOP)."
        : "Nothing comes twice: messages are known by size and header. It costs, at each run, the header of every message that is there (TOP).";
}
