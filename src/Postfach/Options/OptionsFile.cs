using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Extensions.Logging;
using Postfach.CommandLine;
using Postfach.Server.Listeners;
using Postfach.Store;

namespace Postfach.Options;

/// <summary>Puts the options together: the command line before the environment before the file before the defaults.</summary>
internal static class OptionsFile
{
    private const string DataKey = "Data";

    /// <param name="data">From <c>--data</c>.</param>
    /// <param name="config">From <c>--config</c>.</param>
    /// <param name="listen">From <c>--listen</c>, each <c>NAME=HOST:PORT</c>; where there are any, no others count.</param>
    /// <exception cref="CommandException">One of them is wrong; the message names it.</exception>
    public static PostfachOptions Read(string? data, string? config, IReadOnlyList<string> listen)
    {
        var named = config is null ? null : Path.GetFullPath(config);
        if (named is not null && !File.Exists(named))
            throw new CommandException(ExitCode.NoInput, $"The configuration file {named} does not exist; name another with --config, or leave it out.");

        // The folder comes first, as the file may lie in it.
        var folder = Path.GetFullPath(data ?? (Load(named)[DataKey] is { Length: > 0 } configured ? configured : DataFolder.Default()));
        var file = named ?? Path.Combine(folder, PostfachOptions.FileName);
        var reader = new OptionsReader(Load(file));
        var options = Read(reader, folder, Path.GetDirectoryName(file) ?? folder, listen);
        reader.RefuseUnknown();
        return options;
    }

    /// <param name="folder">The data folder.</param>
    /// <param name="beside">The folder from which relative paths are meant: the configuration file's.</param>
    public static PostfachOptions Read(OptionsReader reader, string folder, string beside, IReadOnlyList<string> listen)
    {
        reader.Text(DataKey);
        reader.Names<LogLevel>("Logging:LogLevel");
        var hostName = HostName(reader);
        return new PostfachOptions
        {
            HostName = hostName,
            Listen = Listen(reader, listen),
            Certificate = Certificate(reader, beside),
            Server = Server(reader),
            Sessions = SessionOptions.Read(reader, hostName),
            Store = Store(reader, folder),
            LogFormat = reader.Choice("Logging:Format", LogFormat.Text),
            Logging = reader.Section("Logging"),
            Values = reader.Values,
        };
    }

    private static string HostName(OptionsReader reader)
    {
        var name = reader.Text("HostName");
        if (name is not null && Uri.CheckHostName(name) != UriHostNameType.Dns)
            throw reader.Wrong("HostName", name, "a host name, such as mail.example.org");
        return name ?? (Uri.CheckHostName(Environment.MachineName) == UriHostNameType.Dns ? Environment.MachineName : "localhost");
    }

    private static IReadOnlyList<ListenAddress> Listen(OptionsReader reader, IReadOnlyList<string> commandLine)
    {
        var configured = reader.List("Listen").Select(l => ListenAddress.TryParse(l.Value, out var address, out var why)
            ? address
            : throw new CommandException(ExitCode.Configuration, $"{reader.Place(l.Key)}: {why}.")).ToList();
        var given = commandLine.Select(l => ListenAddress.TryParse(l, out var address, out var why)
            ? address
            : throw new CommandException(ExitCode.Usage, $"--listen {l}: {why}.")).ToList();
        return given.Count > 0 ? given : configured.Count > 0 ? configured : ListenAddress.Defaults;
    }

    private static CertificateFiles? Certificate(OptionsReader reader, string beside)
    {
        // A path that is not absolute is meant from the configuration file's folder.
        var (certificate, key) = (reader.Text("Tls:Certificate"), reader.Text("Tls:Key"));
        if (certificate is null && key is not null)
            throw reader.Wrong("Tls:Key", key, "left out, or Tls:Certificate be given too");
        return certificate is null ? null : new CertificateFiles(Path.GetFullPath(certificate, beside), Path.GetFullPath(key ?? certificate, beside));
    }

    private static MailServerOptions Server(OptionsReader reader)
    {
        var (server, limits) = (new MailServerOptions(), new ConnectionLimits());
        return server with
        {
            ClearTextLogIn = reader.Choice("LogIn:ClearText", server.ClearTextLogIn),
            HandshakeTimeout = reader.Time("Tls:HandshakeTimeout", server.HandshakeTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            Limits = limits with
            {
                Connections = reader.Number("Limits:Connections", limits.Connections, 1, 1_000_000),
                ConnectionsPerAddress = reader.Number("Limits:ConnectionsPerAddress", limits.ConnectionsPerAddress, 1, 1_000_000),
                ConnectionsPerUser = reader.Number("Limits:ConnectionsPerUser", limits.ConnectionsPerUser, 1, 1_000_000),
            },
        };
    }

    private static StoreOptions Store(OptionsReader reader, string folder)
    {
        var store = new StoreOptions { DataFolder = folder };
        return store with
        {
            MaxMessageBytes = reader.Number("Limits:MessageBytes", store.MaxMessageBytes, 1024, 1L << 40),
            MaxMailboxes = reader.Number("Limits:Mailboxes", store.MaxMailboxes, 16, 10_000_000),
            MaxKeywords = reader.Number("Limits:Keywords", store.MaxKeywords, 16, 100_000),
            Grace = reader.Time("Store:Grace", store.Grace, TimeSpan.Zero, TimeSpan.FromDays(36_500)),
            MaxIdleAccounts = reader.Number("Store:IdleAccounts", store.MaxIdleAccounts, 0, 100_000),
            WriterThreads = reader.Number("Store:WriterThreads", store.WriterThreads, 1, 1024),
            WalBytes = reader.Number("Store:WalBytes", store.WalBytes, 1 << 16, 1L << 32),
            PasswordIterations = reader.Number("Store:PasswordIterations", store.PasswordIterations, 4096, 100_000_000),
            LogInMemory = reader.Time("Store:LogInMemory", store.LogInMemory, TimeSpan.Zero, TimeSpan.FromDays(1)),
            KeepUids = reader.Switch("Store:KeepUids", store.KeepUids),
            Index = store.Index with
            {
                Enabled = reader.Switch("Search:Index", store.Index.Enabled),
                IdleDelay = reader.Time("Search:IdleDelay", store.Index.IdleDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)),
            },
            LogIn = LogIn(reader, store.LogIn),
        };
    }

    private static LogInGuardOptions LogIn(OptionsReader reader, LogInGuardOptions guard)
    {
        var (shortest, longest) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(2));
        return guard with
        {
            FreeFailures = reader.Number("LogIn:FreeFailures", guard.FreeFailures, 0, 1_000_000),
            FirstDelay = reader.Time("LogIn:FirstDelay", guard.FirstDelay, shortest, longest),
            AddressDelay = reader.Time("LogIn:AddressDelay", guard.AddressDelay, shortest, longest),
            UserDelay = reader.Time("LogIn:UserDelay", guard.UserDelay, shortest, longest),
            ForgetAfter = reader.Time("LogIn:ForgetAfter", guard.ForgetAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            Remembered = reader.Number("LogIn:Remembered", guard.Remembered, 1, 10_000_000),
        };
    }

    private static IConfigurationRoot Load(string? file)
    {
        var builder = new ConfigurationBuilder();
        if (file is not null && File.Exists(file))
        {
            // Without the filters that would hide a file whose name begins with a dot.
            var folder = new PhysicalFileProvider(Path.GetDirectoryName(file) ?? "/", ExclusionFilters.None);
            builder.AddJsonFile(folder, Path.GetFileName(file), optional: false, reloadOnChange: false);
        }

        try
        {
            return builder.AddEnvironmentVariables(OptionsReader.EnvironmentPrefix).Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            throw new CommandException(ExitCode.Configuration, $"The configuration file {file} is not JSON: {Innermost(e).Message}");
        }
    }

    private static Exception Innermost(Exception e) => e is JsonException || e.InnerException is null ? e : Innermost(e.InnerException);
}
