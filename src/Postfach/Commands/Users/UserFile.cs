using System.Text;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Mail;

namespace Postfach.Commands;

/// <summary>A file of users: NAME:PASSWORD a line, UTF-8. The first colon parts them, so that a password may have more. Empty lines count for nothing.</summary>
internal static class UserFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="CommandException">It cannot be read, or a line is wrong; the message names file and line, never a password.</exception>
    public static async Task<IReadOnlyList<NewUser>> ReadAsync(string path, CancellationToken ct)
    {
        var users = new List<NewUser>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        using var reader = new StreamReader(InputFile.Open(path, "file"), Strict);
        var number = 0;
        try
        {
            while (await reader.ReadLineAsync(ct) is { } line)
            {
                number++;
                if (line.Length == 0)
                    continue;
                var user = Parse(line, out var why);
                if (user is null || !seen.Add(user.Name))
                    throw new CommandException(ExitCode.DataError, $"{path}, line {number}: {(user is null ? why : $"{user.Name} was there before")}.");
                users.Add(user);
            }
        }
        catch (DecoderFallbackException)
        {
            throw new CommandException(ExitCode.DataError, $"{path}, after line {number}: this is not well-formed UTF-8.");
        }

        return users;
    }

    private static NewUser? Parse(string line, out string why)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            why = "there is no colon between name and password";
            return null;
        }

        if (!UserName.TryParse(line[..colon], out var name, out why))
            return null;
        var password = line[(colon + 1)..];
        why = PasswordOptions.Refusal(password) is { } refusal ? $"the password cannot be used: {refusal}" : "";
        return why.Length > 0 ? null : new NewUser(name.Value, password);
    }
}
