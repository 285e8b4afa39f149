using System.CommandLine;
using System.Globalization;
using Postfach.Retrieval;

namespace Postfach.Commands;

/// <summary><c>--lang en|de</c>; otherwise the language of the terminal, where it is one of them.</summary>
internal static class LanguageOption
{
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--lang") { Description = "The language of sentences: en or de. Otherwise the terminal's.", HelpName = "en|de" };
        option.AcceptOnlyFromAmong("en", "de");
        return option;
    }

    public static Language Of(string? value) => (value ?? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) == "de" ? Language.German : Language.English;
}
