namespace Postfach.Retrieval;

/// <summary>The five questions, as they are asked.</summary>
public static class AdviceQuestions
{
    /// <summary>By the name of the option that answers it, in the order in which they are asked.</summary>
    public static readonly IReadOnlyList<(string Option, string English, string German)> All =
    [
        ("devices", "Shall several devices show the same mail (a phone and a computer, say)?", "Sollen mehrere Geräte dieselbe Post zeigen (etwa Telefon und Rechner)?"),
        ("people", "Do several people work with this mailbox?", "Arbeiten mehrere Menschen mit diesem Postfach?"),
        ("small-quota", "Does your provider give you little room, or is it often full?", "Gibt Ihnen der Anbieter wenig Platz, oder ist er oft voll?"),
        ("keep-by-law", "Must the mail be kept for years, by law or by contract?", "Muss die Post nach Gesetz oder Vertrag jahrelang aufbewahrt werden?"),
        ("offline", "Do you need all of your mail where there is no internet?", "Brauchen Sie alle Ihre Post auch ohne Internet?"),
    ];

    /// <param name="answers">In the order of <see cref="All"/>.</param>
    public static AdviceAnswers Answer(IReadOnlyList<bool> answers) => answers is [var devices, var people, var smallQuota, var keepByLaw, var offline]
        ? new AdviceAnswers(devices, people, smallQuota, keepByLaw, offline)
        : throw new ArgumentException("There are five questions.", nameof(answers));
}
