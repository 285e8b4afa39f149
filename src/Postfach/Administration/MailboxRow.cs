using System.Text.Json.Serialization;
using Postfach.Mail;

namespace Postfach.Administration;

internal sealed record MailboxRow(string Name, [property: JsonConverter(typeof(JsonStringEnumConverter<SpecialUse>))] SpecialUse SpecialUse);
