using System.Globalization;
using System.Text;

namespace Postfach.Store;

/// <summary>
/// Makes a line that can be shown out of any text: white space becomes one space, and what a terminal could obey, or what turns the direction of writing,
/// goes. So mail cannot write to the terminal of who reads about it.
/// </summary>
internal static class OneLine
{
    public static string Of(ReadOnlySpan<char> text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                    line.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
            {
                line.Append(rune);
            }
        }

        return line.ToString().TrimEnd();
    }
}
