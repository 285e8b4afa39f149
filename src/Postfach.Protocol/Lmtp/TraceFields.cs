using System.Buffers;
using System.Globalization;
using Postfach.Protocol.Lines;

namespace Postfach.Protocol.Lmtp;

/// <summary>What a delivery writes in front of a message: Return-Path, Delivered-To and Received. RFC 5321 §4.4.</summary>
/// <param name="ReversePath">Null: not known, and no Return-Path is written.</param>
/// <param name="Origin">Null: a program of this machine handed it over.</param>
/// <param name="Host">This server's name.</param>
/// <param name="Id">Names the delivery in the log; an atom.</param>
public sealed record TraceFields(MailPath? ReversePath, MailPath Recipient, TraceOrigin? Origin, string Host, string Id, DateTimeOffset Date)
{
    /// <summary>More octets than these fields ever have: three paths, two names and a few words.</summary>
    public const int MaxLength = 16 * 1024;

    public void WriteTo(IBufferWriter<byte> output)
    {
        if (ReversePath is not null)
            Line(output, $"Return-Path: <{ReversePath}>");
        Line(output, $"Delivered-To: {Recipient}");
        if (Origin is not null)
            Line(output, $"Received: from {Origin}");
        Line(output, Origin is null ? $"Received: by {Host} id {Id}" : $" by {Host} with {Origin.Protocol} id {Id}");
        Line(output, $" for <{Recipient}>;");
        Line(output, $" {DateText}");
    }

    // RFC 5322 §3.3: the zone is written without a colon.
    private string DateText =>
        Date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + Date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);

    private static void Line(IBufferWriter<byte> output, string text)
    {
        output.WriteText(text);
        output.Write("\r\n"u8);
    }
}
