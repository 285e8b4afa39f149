using System.CommandLine;
using System.CommandLine.Parsing;
using Postfach.Administration;
using Postfach.CommandLine;
using Postfach.Mail;

namespace Postfach.Commands;

/// <summary>Where the secret of a source comes from: a password that is kept, or a command that prints one at each log-in.</summary>
internal sealed class SecretOptions(CommandEnvironment environment)
{
    private readonly PasswordOptions _password = new(environment);
    private readonly Option<string?> _passwordCommand = new("--password-command") { Description = "A command that prints the password at each log-in.", HelpName = "C" };
    private readonly Option<string?> _tokenCommand = new("--token-command") { Description = "A command that prints an OAuth 2.0 access token at each log-in.", HelpName = "C" };

    /// <param name="isWanted">One of them has to be there.</param>
    public void AddTo(Command command, bool isWanted)
    {
        _password.AddOptionallyTo(command);
        command.Add(_passwordCommand);
        command.Add(_tokenCommand);
        command.Validators.Add(result =>
        {
            if (CountIn(result) is var count && (count > 1 || (isWanted && count == 0)))
                result.AddError("Say where the secret comes from, by one of --password-stdin, --password-file F, --password-command C and --token-command C.");
        });
    }

    /// <summary>Settings that say where the secret comes from; as before, where nothing is said.</summary>
    public SourceSettings Apply(ParseResult parsed, SourceSettings settings) =>
        parsed.GetValue(_passwordCommand) is { } password ? settings with { SecretOrigin = SecretOrigin.PasswordCommand, SecretCommand = password }
        : parsed.GetValue(_tokenCommand) is { } token ? settings with { SecretOrigin = SecretOrigin.TokenCommand, SecretCommand = token }
        : _password.CountIn(parsed.CommandResult) > 0 ? settings with { SecretOrigin = SecretOrigin.Kept, SecretCommand = null }
        : settings;

    /// <summary>The password that is to be kept; null: none was given.</summary>
    /// <exception cref="CommandException">It cannot be read, or cannot be one.</exception>
    public async Task<SourceSecret?> ReadAsync(ParseResult parsed, CancellationToken ct) =>
        _password.CountIn(parsed.CommandResult) > 0 ? new SourceSecret(await _password.ReadAsync(parsed, ct)) : null;

    private int CountIn(CommandResult result) =>
        _password.CountIn(result) + (result.GetResult(_passwordCommand) is null ? 0 : 1) + (result.GetResult(_tokenCommand) is null ? 0 : 1);
}
