namespace Postfach.Administration;

/// <summary>How a running server is.</summary>
/// <param name="Process">The number of its process.</param>
/// <param name="DiskBytes">What the data folder takes.</param>
/// <param name="FreeBytes">What is left on its disk for this user.</param>
/// <param name="MemoryBytes">What the process holds.</param>
/// <param name="Index">The search indexes.</param>
/// <param name="Sources">Where mail is fetched from.</param>
/// <param name="CertificateNotAfter">Until when the certificate is valid.</param>
internal sealed record StatusFacts(
    string Version, int Process, DateTimeOffset StartedAt, string DataFolder, long DiskBytes, long FreeBytes, long MemoryBytes, int Users,
    IndexFacts Index,
    IReadOnlyList<string> Listening, string CertificateSha256, DateTimeOffset CertificateNotAfter, IReadOnlyList<SourceRow> Sources, IReadOnlyList<ConnectionRow> Connections);
