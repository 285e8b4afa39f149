using System.Globalization;
using System.Net;
using Postfach.CommandLine;
using Postfach.Mail;

namespace Postfach.Commands;

/// <summary>Reads the values of a source's options. What is wrong is a <see cref="CommandException"/> that says what would be right.</summary>
internal static class SourceValues
{
    /// <summary>Takes back what may be left out.</summary>
    public const string None = "none";

    // What takes less is no schedule but an attack.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    public static string Host(string text) =>
        Uri.CheckHostName(text.Trim('[', ']')) != UriHostNameType.Unknown ? text.Trim('[', ']') : throw Wrong("--host", text, "a host's name, such as mail.example.org, or an address");

    public static int Port(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort
        ? port
        : throw Wrong("--port", text, $"a number from 1 to {IPEndPoint.MaxPort}");

    public static string User(string text) => text.Length > 0 && !text.Any(char.IsControl) ? text : throw Wrong("--user", text, "the name to log in with at the provider");

    /// <summary>How long from run to run; null: as soon as the provider tells of new mail.</summary>
    public static TimeSpan? Every(string text) => text == "idle" ? null
        : Quantity.TryReadTime(text, out var time) && time >= Least ? time
        : throw Wrong("--every", text, "a time from 10s on, such as 5m, or idle");

    public static RetentionRule Rule(IEnumerable<string> parts) =>
        RetentionRule.TryParse(parts.SelectMany(p => p.Split(' ', StringSplitOptions.RemoveEmptyEntries)), out var rule, out var why)
            ? rule
            : throw new CommandException(ExitCode.Usage, $"--rule: {why}.");

    public static string Folder(string text) => text.IndexOf('=', StringComparison.Ordinal) is var at && at > 0 && at < text.Length - 1
        ? text
        : throw Wrong("--folder", text, "a mailbox there and one here, such as Gesendet=Sent, or Junk=- to leave it there");

    public static string Fingerprint(string text) => text.Replace(":", "", StringComparison.Ordinal) is { Length: 64 } digits && digits.All(char.IsAsciiHexDigit)
        ? digits.ToUpperInvariant()
        : throw Wrong("--fingerprint", text, "the SHA-256 of a certificate, which has 64 hexadecimal digits");

    // The server has another folder to start from than whoever types this.
    public static string Certificate(string text) => Existing("client certificate", text);

    public static string ProxyPassword(string text) => Existing("file with the proxy's password", text);

    // A password would be read along by whoever lists processes.
    public static string Proxy(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "socks5", Host.Length: > 0, Port: > 0, AbsolutePath: "/" or "" } && !uri.UserInfo.Contains(':', StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"{(uri.UserInfo.Length > 0 ? Uri.UnescapeDataString(uri.UserInfo) + "@" : "")}{uri.Host}:{uri.Port}")
            : throw Wrong("--proxy", text, "socks5://HOST:PORT or socks5://USER@HOST:PORT, with the password in --proxy-password-file");

    public static long Bytes(string option, string text) => Quantity.TryReadBytes(text, out var bytes) && bytes > 0 ? bytes : throw Wrong(option, text, "a size such as 50M or 2G");

    /// <summary>Percents, or a number of messages; the other one is null.</summary>
    public static (int? Percent, int? Messages) Brake(string text) =>
        int.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && (number <= 100 || !text.EndsWith('%'))
            ? text.EndsWith('%') ? (number, null) : (null, number)
            : throw Wrong("--brake", text, "percents such as 20%, or a number of messages such as 50");

    /// <summary>Nobody but this machine can read along.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string Existing(string what, string file) => File.Exists(file)
        ? Path.GetFullPath(file)
        : throw new CommandException(ExitCode.NoInput, $"The {what} {file} does not exist; name another.");

    private static CommandException Wrong(string option, string text, string wanted) => new(ExitCode.Usage, $"{option} is '{text}' but must be {wanted}.");
}
