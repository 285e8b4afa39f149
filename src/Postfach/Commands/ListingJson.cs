using System.Text.Json.Serialization;
using Postfach.Administration;

namespace Postfach.Commands;

/// <summary>What <c>--json</c> prints. Scripts read it: names and meanings stay.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(IReadOnlyList<UserRow>))]
[JsonSerializable(typeof(IReadOnlyList<MailboxRow>))]
[JsonSerializable(typeof(StatusFacts))]
[JsonSerializable(typeof(ImportOutcome))]
[JsonSerializable(typeof(ExportOutcome))]
internal sealed partial class ListingJson : JsonSerializerContext;
