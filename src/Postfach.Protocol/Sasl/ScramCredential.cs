namespace Postfach.Protocol.Sasl;

/// <summary>What a server keeps of a password. RFC 5802 §3.</summary>
public sealed record ScramCredential(int Iterations, byte[] Salt, byte[] StoredKey, byte[] ServerKey);
