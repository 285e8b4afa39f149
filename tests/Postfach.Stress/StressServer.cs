using System.Net;

namespace Postfach.Stress;

/// <summary>Where the server listens.</summary>
internal sealed record StressServer(IPEndPoint Imap, IPEndPoint? Lmtp = null, IPEndPoint? Pop3 = null);
