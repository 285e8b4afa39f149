using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>A rule in words: what goes first, then what holds it back, what stays, and how it goes. Pure.</summary>
public static class RuleSentence
{
    public static string Of(RetentionRule rule, Language language)
    {
        if (!rule.Deletes)
            return language == Language.German ? "Beim Anbieter wird nie etwas gelöscht." : "Nothing is ever deleted at the provider.";
        var sentences = new List<string>();
        if (Causes(rule, language) is { Count: > 0 } causes)
            sentences.Add(Going(rule, causes, language));
        if (rule.UntilQuota is { } percent)
            sentences.Add(Room(percent, isAll: sentences.Count == 0, language));
        if (rule.OlderThan is { } age && age > TimeSpan.Zero && !IsOnlyAge(rule))
            sentences.Add(language == Language.German ? $"Keine geht, bevor sie {Exactly(age)} alt ist." : $"None goes before it is {Exactly(age)} old.");
        if (Staying(rule, language) is { } staying)
            sentences.Add(staying);
        if (rule.ViaTrash is { } days)
            sentences.Add(ThroughTrash(days, language));
        return string.Join(' ', sentences);

        string Exactly(TimeSpan time) => Wording.Exactly(time, language);
    }

    // As the plan has it: age alone makes go where nothing else would.
    private static bool IsOnlyAge(RetentionRule rule) => rule with { OlderThan = null } is { Deletes: false };

    private static string Going(RetentionRule rule, List<string> causes, Language language)
    {
        // What is only about big ones says so at once.
        if (rule.Bigger is { } bigger && causes.Count == 1)
        {
            return language == Language.German
                ? $"Eine Nachricht von mehr als {Wording.Size(bigger.Bytes, language)} wird beim Anbieter gelöscht, {AfterFetch(bigger.After, language)}."
                : $"A message bigger than {Wording.Size(bigger.Bytes, language)} is deleted at the provider {AfterFetch(bigger.After, language)}.";
        }

        var first = causes.Count == 1 ? "" : language == Language.German ? ", je nachdem, was zuerst eintritt" : ", whichever comes first";
        return language == Language.German
            ? $"Eine Nachricht wird beim Anbieter gelöscht, {Wording.Or(causes, language)}{first}."
            : $"A message is deleted at the provider {Wording.Or(causes, language)}{first}.";
    }

    private static List<string> Causes(RetentionRule rule, Language language)
    {
        var isGerman = language == Language.German;
        var causes = new List<string>();
        if (rule.AfterDownload is { } after)
            causes.Add(AfterFetch(after, language));
        if (rule.AfterRead is { } read)
            causes.Add(After(read, isGerman ? "sobald sie hier gelesen ist" : "as soon as it is read here", isGerman ? "sie hier gelesen wurde" : "it was read here", language));
        if (rule.WhenDeletedHere)
            causes.Add(isGerman ? "sobald sie hier gelöscht ist" : "as soon as it is deleted here");
        if (rule.OlderThan is { } age && IsOnlyAge(rule))
        {
            causes.Add(age == TimeSpan.Zero ? AfterFetch(age, language)
                : isGerman ? $"sobald sie hier sicher liegt und {Wording.Exactly(age, language)} alt ist" : $"once it is safe here and {Wording.Exactly(age, language)} old");
        }

        if (rule.Bigger is { } bigger)
        {
            var size = Wording.Size(bigger.Bytes, language);
            causes.Add(isGerman ? $"wenn sie größer als {size} ist, {AfterFetch(bigger.After, language)}" : $"if it is bigger than {size}, {AfterFetch(bigger.After, language)}");
        }

        return causes;
    }

    private static string AfterFetch(TimeSpan time, Language language) => language == Language.German
        ? After(time, "sobald sie hier sicher liegt", "sie abgeholt wurde", language)
        : After(time, "as soon as it is safe here", "it was fetched", language);

    private static string After(TimeSpan time, string atOnce, string what, Language language) => time == TimeSpan.Zero
        ? atOnce
        : $"{Wording.Exactly(time, language)} {(language == Language.German ? "nachdem" : "after")} {what}";

    private static string Room(int percent, bool isAll, Language language) => (language, isAll) switch
    {
        (Language.German, true) => $"Sobald das Postfach beim Anbieter zu {percent} % voll ist, werden dort die ältesten Nachrichten gelöscht, so viele wie nötig.",
        (Language.German, false) => $"Ist das Postfach dort dann noch zu {percent} % voll, gehen die ältesten, so viele wie nötig.",
        (_, true) => $"As soon as the mailbox at the provider is {percent}% full, the oldest messages are deleted there, as many as it takes.",
        _ => $"Where the mailbox there is still {percent}% full then, the oldest go, as many as it takes.",
    };

    private static string? Staying(RetentionRule rule, Language language)
    {
        var isGerman = language == Language.German;
        var newest = rule.KeepNewest switch
        {
            null => null,
            1 => isGerman ? "Die neueste jedes Postfachs" : "The newest one of each mailbox",
            var count => isGerman ? $"Die {count} neuesten jedes Postfachs" : $"The newest {count} of each mailbox",
        };
        return (newest, rule.NeverFlagged) switch
        {
            (null, false) => null,
            (null, true) => isGerman ? "Markierte Nachrichten bleiben immer." : "Flagged messages always stay.",
            (_, true) => isGerman ? $"{newest} und markierte Nachrichten bleiben immer." : $"{newest} and flagged messages always stay.",
            _ when rule.KeepNewest == 1 => isGerman ? $"{newest} bleibt immer." : $"{newest} always stays.",
            _ => isGerman ? $"{newest} bleiben immer." : $"{newest} always stay.",
        };
    }

    private static string ThroughTrash(TimeSpan time, Language language) => (language, time == TimeSpan.Zero) switch
    {
        (Language.German, true) => "Was geht, kommt dort erst in den Papierkorb und geht beim nächsten Lauf ganz.",
        (Language.German, false) => $"Was geht, liegt dort erst {Wording.Exactly(time, language)} im Papierkorb.",
        (_, true) => "What goes is moved to the Trash there first, and goes for good at the next run.",
        _ => $"What goes lies in the Trash there for {Wording.Exactly(time, language)} first.",
    };
}
