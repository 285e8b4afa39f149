namespace Postfach.Retrieval;

/// <summary>What is to be set in one mail program, step by step.</summary>
public sealed record ProgramSettings(string Program, IReadOnlyList<string> Steps)
{
    /// <summary>For Outlook (the classic one), Thunderbird and Apple Mail.</summary>
    /// <param name="server">The provider's, or Postfach's own where that stands in the middle.</param>
    /// <param name="offline">All mail is to be kept in the program as well.</param>
    public static IReadOnlyList<ProgramSettings> Of(AdviceChoice choice, ServerToEnter server, bool offline, Language language)
    {
        var isPop3 = choice is AdviceChoice.Pop3Delete or AdviceChoice.Pop3Week;
        var steps = language == Language.German ? ProgramSteps.German : ProgramSteps.English;
        return [Program("Outlook", steps.Outlook), Program("Thunderbird", steps.Thunderbird), Program("Apple Mail", steps.AppleMail)];

        ProgramSettings Program(string name, ProgramSteps.Steps of)
        {
            var more = choice switch
            {
                AdviceChoice.Pop3Delete => of.Delete,
                AdviceChoice.Pop3Week => of.Week,
                _ => offline ? of.Offline : null,
            };
            string[] all = [of.Add, ServerLine(isPop3, server, language), .. more is null ? Array.Empty<string>() : [more]];
            return new ProgramSettings(name, all);
        }
    }

    private static string ServerLine(bool isPop3, ServerToEnter server, Language language)
    {
        var (protocol, security) = (isPop3 ? "POP3" : "IMAP", server.IsTls ? "SSL/TLS" : "STARTTLS");
        return language == Language.German
            ? $"Kontotyp {protocol}, Server {server.Host ?? "der Ihres Anbieters"}, Port {server.Port}, {security}, Benutzername {server.User ?? "wie beim Anbieter"}, normales Passwort."
            : $"Account type {protocol}, server {server.Host ?? "your provider's"}, port {server.Port}, {security}, user name {server.User ?? "as at the provider"}, normal password.";
    }
}
