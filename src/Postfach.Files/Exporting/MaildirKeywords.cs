using System.Globalization;
using System.Text;
using Postfach.Mail;

namespace Postfach.Files;

/// <summary>
/// The keywords of a Maildir folder. A file's name has letters for the first 26 of them, which Dovecot names in a file beside; those beyond are written
/// as Courier keeps them.
/// </summary>
internal sealed class MaildirKeywords
{
    private const int MostLetters = 26;

    private readonly List<Keyword> _keywords = [];
    private readonly List<string> _beyond = [];

    public void Clear()
    {
        _keywords.Clear();
        _beyond.Clear();
    }

    /// <summary>The letters of a message's keywords, in order.</summary>
    /// <param name="name">The base of its file's name.</param>
    public string LettersOf(string name, FlagSet flags)
    {
        var numbers = flags.Keywords.Select(NumberOf).Order().ToList();
        var beyond = numbers.Where(n => n >= MostLetters).Select(n => (n - MostLetters).ToString(CultureInfo.InvariantCulture)).ToList();
        if (beyond.Count > 0)
            _beyond.Add($"{name}:{string.Join(' ', beyond)}");
        return string.Concat(numbers.Where(n => n < MostLetters).Select(n => (char)('a' + n)));
    }

    public void Write(string folder)
    {
        var letters = _keywords.Take(MostLetters).Select((k, i) => string.Create(CultureInfo.InvariantCulture, $"{i} {k.Name}"));
        Put(Path.Combine(folder, Maildir.KeywordsFile), letters);
        if (_beyond.Count == 0)
            return;
        Directory.CreateDirectory(Path.Combine(folder, CourierKeywords.FolderName));
        Put(Path.Combine(folder, CourierKeywords.FolderName, CourierKeywords.ListName), [.. _keywords.Skip(MostLetters).Select(k => k.Name), "", .. _beyond]);
    }

    private int NumberOf(Keyword keyword)
    {
        var number = _keywords.IndexOf(keyword);
        if (number >= 0)
            return number;
        _keywords.Add(keyword);
        return _keywords.Count - 1;
    }

    private static void Put(string path, IEnumerable<string> lines)
    {
        File.WriteAllLines(path + ".part", lines, Encoding.ASCII);
        File.Move(path + ".part", path, overwrite: true);
    }
}
