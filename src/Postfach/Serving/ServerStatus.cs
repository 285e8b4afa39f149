using System.Reflection;
using System.Security.Cryptography;
using Postfach.Administration;
using Postfach.Server.Listeners;
using Postfach.Store;

namespace Postfach.Serving;

/// <summary>Looks how the server is. Any thread may ask.</summary>
internal sealed class ServerStatus(
    MailStore store, MailServer server, CertificateSource certificates, SourceOverview sources, IReadOnlyList<ListenAddress> addresses, DateTimeOffset startedAt)
{
    private static readonly EnumerationOptions All = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    public StatusFacts Now()
    {
        var folder = new DirectoryInfo(store.Options.DataFolder);
        var certificate = certificates.Current().ServerCertificateContext?.TargetCertificate ?? throw new InvalidOperationException("There is always a certificate.");
        var files = folder.EnumerateFiles("*", All).Select(f => (IsIndex: f.Name.StartsWith(MailStore.IndexFileName, StringComparison.Ordinal), Bytes: Length(f))).ToList();
        var progress = store.IndexProgress;
        return new StatusFacts(
            Version, Environment.ProcessId, startedAt, folder.FullName, files.Sum(f => f.Bytes), new DriveInfo(folder.FullName).AvailableFreeSpace,
            Environment.WorkingSet, store.Users.List().Count,
            new IndexFacts(files.Where(f => f.IsIndex).Sum(f => f.Bytes), progress.Behind, progress.Done), [.. addresses.Select(a => $"{a.Name}={a.Place}")],
            certificate.GetCertHashString(HashAlgorithmName.SHA256), certificate.NotAfter, sources.Rows(),
            [.. server.Connections.OrderBy(c => c.Since).Select(c => new ConnectionRow(c.Id, c.Listener.Name, c.Peer, c.User?.Value, c.IsEncrypted, c.Since))]);
    }

    private static string Version => typeof(ServerStatus).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    // A log file of the store may go while it is looked at.
    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}
