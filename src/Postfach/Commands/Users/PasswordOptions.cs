using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Spectre.Console;
using Postfach.CommandLine;

namespace Postfach.Commands;

/// <summary>Where a command takes a password from: never from the command line, which other users of the machine can see.</summary>
internal sealed class PasswordOptions(CommandEnvironment environment)
{
    /// <summary>The longest password, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Option<bool> _stdin = new("--password-stdin") { Description = "Read the password from standard input." };
    private readonly Option<string?> _file = new("--password-file") { Description = "Read the password from a file.", HelpName = "F" };

    public void AddTo(Command command)
    {
        AddOptionallyTo(command);
        command.Validators.Add(result =>
        {
            if (CountIn(result) != 1)
                result.AddError("Say where the password comes from: either --password-stdin or --password-file F.");
        });
    }

    /// <summary>Without the demand that one of them is there.</summary>
    public void AddOptionallyTo(Command command)
    {
        command.Add(_stdin);
        command.Add(_file);
    }

    /// <summary>How many of them a command line has.</summary>
    public int CountIn(CommandResult result) => (result.GetValue(_stdin) ? 1 : 0) + (result.GetResult(_file) is null ? 0 : 1);

    /// <summary>The password: all there is, less one line end at its end.</summary>
    /// <exception cref="CommandException">It cannot be read, or no client could ever send it.</exception>
    public async Task<string> ReadAsync(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(_file) is not { } path)
            return environment.IsInteractive ? await AskAsync(ct) : await ReadAsync(environment.Input, "on standard input", ct);
        await using var file = InputFile.Open(path, "password file");
        return await ReadAsync(file, $"in {path}", ct);
    }

    // A person does not know how to end standard input, and others may look at the screen.
    private static async Task<string> AskAsync(CancellationToken ct)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var prompt = new TextPrompt<string>("Password:").Secret(null).Validate(p => Refusal(p) is { } why ? ValidationResult.Error($"It cannot be this: {why}.") : ValidationResult.Success());
        return await prompt.ShowAsync(console, ct);
    }

    /// <summary>Why a password cannot be one; null when it can.</summary>
    public static string? Refusal(string password) =>
        password.Length == 0 ? "it is empty"
        : password.AsSpan().ContainsAny('\r', '\n', '\0') ? "it has more than one line, or a NUL"
        : Strict.GetByteCount(password) > MaxBytes ? $"it has more than {MaxBytes} bytes"
        : null;

    private static async Task<string> ReadAsync(Stream source, string where, CancellationToken ct)
    {
        var buffer = new byte[MaxBytes + 3];
        var length = await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        string text;
        try
        {
            text = Strict.GetString(buffer, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw new CommandException(ExitCode.DataError, $"The password {where} is not well-formed UTF-8.");
        }

        var password = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        return Refusal(password) is { } why ? throw new CommandException(ExitCode.DataError, $"The password {where} cannot be used: {why}.") : password;
    }
}
