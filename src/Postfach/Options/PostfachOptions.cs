using Microsoft.Extensions.Configuration;
using Postfach.Server.Listeners;
using Postfach.Store;

namespace Postfach.Options;

/// <summary>All that can be configured, read and checked.</summary>
internal sealed record PostfachOptions
{
    public const string FileName = "postfach.json";

    /// <summary>What this machine is called by those who connect to it: in greetings, trace fields, the certificate of its own making.</summary>
    public required string HostName { get; init; }

    public required IReadOnlyList<ListenAddress> Listen { get; init; }

    /// <summary>Null: a certificate of the server's own making.</summary>
    public required CertificateFiles? Certificate { get; init; }

    public required MailServerOptions Server { get; init; }

    public required SessionOptions Sessions { get; init; }

    public required StoreOptions Store { get; init; }

    /// <summary>All keys that were set in the file and the environment, as they were written.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    public required LogFormat LogFormat { get; init; }

    /// <summary>Levels by category, as ASP.NET has them.</summary>
    public required IConfiguration Logging { get; init; }
}
