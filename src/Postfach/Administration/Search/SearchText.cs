using System.Text;
using Postfach.CommandLine;
using Postfach.Mail;
using Postfach.Protocol.Imap;
using Postfach.Protocol.Imap.Requests;

namespace Postfach.Administration;

/// <summary>
/// What is searched for, as it is written in a terminal. It is either search keys of IMAP (RFC 9051 §6.4.4), if it begins with the name of one in capitals or
/// with a parenthesis; or words, each of which has to stand in the text of a message. What is in double quotes is one text in both.
/// </summary>
internal static class SearchText
{
    // As many texts as one SEARCH may have.
    private const int MaxWords = 100, MaxWordLength = 1024;

    /// <summary>One argument is the query as it stands. Several are put together; one with white space in it is a text then.</summary>
    public static string Join(IReadOnlyList<string> arguments) =>
        arguments.Count == 1 ? arguments[0] : string.Join(' ', arguments.Select(a => a.Length == 0 || a.Any(char.IsWhiteSpace) ? Quote(a) : a));

    /// <param name="areWords">They are words whatever they look like.</param>
    /// <exception cref="CommandException">It is neither; the message says what to do.</exception>
    public static SearchQuery Parse(string text, bool areWords)
    {
        var line = string.Join(' ', text.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)).Trim();
        if (line.Length == 0)
            throw new CommandException(ExitCode.Usage, "The query is empty; name words, or search keys such as FROM anna.");
        return areWords || !AreKeys(line) ? ParseWords(line) : ParseKeys(line);
    }

    private static bool AreKeys(string line) => line[0] == '(' || SearchKeys.Names.Contains(line.Split(' ')[0]);

    private static SearchQuery ParseKeys(string line)
    {
        var reader = new ImapReader(Encoding.UTF8.GetBytes(" " + QuoteBeyondAscii(line)));
        return SearchRequest.TryRead(ref reader, out var request) && request.Program.Query is { } query
            ? query
            : throw new CommandException(ExitCode.Usage, $"The query is read as search keys, and cannot be: {Lower(reader.Error)}. If it is words, say --words.");
    }

    private static SearchQuery.And ParseWords(string line)
    {
        var words = new List<SearchQuery>();
        foreach (var (piece, isQuoted) in Pieces(line))
        {
            foreach (var word in isQuoted ? [piece] : piece.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                words.Add(new SearchQuery.Text(word));
        }

        if (words.Count is 0 or > MaxWords || words.Any(w => w is SearchQuery.Text { Value.Length: 0 or > MaxWordLength }))
            throw new CommandException(ExitCode.Usage, $"The query has no word, more than {MaxWords}, or one that is too long; search for less.");
        return new SearchQuery.And([.. words]);
    }

    /// <summary>An atom has no characters beyond ASCII; people need not know.</summary>
    private static string QuoteBeyondAscii(string line)
    {
        var quoted = new StringBuilder();
        foreach (var (piece, isQuoted) in Pieces(line))
        {
            quoted.Append(isQuoted ? Quote(piece) : string.Join(' ', piece.Split(' ').Select(word =>
            {
                var inner = word.Trim('(', ')');
                return Ascii.IsValid(inner) ? word : word.Replace(inner, Quote(inner), StringComparison.Ordinal);
            })));
        }

        return quoted.ToString();
    }

    /// <summary>What is outside of double quotes and what is inside of them, by turns.</summary>
    private static IEnumerable<(string Text, bool IsQuoted)> Pieces(string line)
    {
        var (piece, isQuoted) = (new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                if (piece.Length > 0 || isQuoted)
                    yield return (piece.ToString(), isQuoted);
                piece.Clear();
                isQuoted = !isQuoted;
                continue;
            }

            if (isQuoted && line[i] == '\\' && i + 1 < line.Length)
                i++;
            piece.Append(line[i]);
        }

        if (isQuoted)
            throw new CommandException(ExitCode.Usage, "The query has a double quote that is not closed; close it, or write it as \\\" within quotes.");
        if (piece.Length > 0)
            yield return (piece.ToString(), false);
    }

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Lower(string? complaint) => string.IsNullOrEmpty(complaint) ? "it is wrong" : char.ToLowerInvariant(complaint[0]) + complaint[1..];
}
