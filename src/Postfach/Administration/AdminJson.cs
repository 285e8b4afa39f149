using System.Text.Json.Serialization;

namespace Postfach.Administration;

/// <summary>The lines of the control socket. Strict: what is not known, missing or said twice is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 12)]
[JsonSerializable(typeof(AdminRequest))]
[JsonSerializable(typeof(AdminReply))]
[JsonSerializable(typeof(MailFrame.MessageHead))]
[JsonSerializable(typeof(MailFrame.MailboxHead))]
internal sealed partial class AdminJson : JsonSerializerContext
{
    /// <summary>The longest line, in bytes, either way.</summary>
    public const int MaxRequestBytes = 1 << 20, MaxReplyBytes = 256 << 20;
}
