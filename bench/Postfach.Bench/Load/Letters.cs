using System.Globalization;
using System.Text;

namespace Postfach.Bench.Load;

/// <summary>
/// Messages as people and programs send them, the same for the same number: encoded words, long address lists, signatures of hosts, one
/// part or several, some nested, text that is quoted-printable. No two are alike.
/// </summary>
internal static class Letters
{
    private static readonly string[] Words =
        ("the of a minutes meeting house roof invoice number please see you on Monday we have sent it twice and nobody answered because server "
        + "was down until noon best regards from garden attached plan for next year K=C3=B6ln Gr=C3=BC=C3=9Fe budget offer train tickets photo "
        + "holidays children school remember").Split(' ');

    private static readonly string[] People =
    [
        "Anna Example <anna@example.org>", "Bert <bert@example.net>", "carla@example.org", "\"Dora, Office\" <office@dora.example>",
        "=?utf-8?Q?J=C3=BCrgen_M=C3=BCller?= <juergen.mueller@example.com>", "=?utf-8?B?w4lsb2RpZSBEdXBvbnQ=?= <elodie@exemple.example>",
        "Frank N. Furter <frank+lists@mail.example.net>",
    ];

    /// <summary>A message of about so many bytes, 1,200 at least; it ends with CRLF, and no line begins with a dot.</summary>
    public static byte[] Write(int number, int bytes)
    {
        var random = new Random(number);
        var text = new StringBuilder(bytes + 256);
        WriteHeader(text, number, random);
        var kind = random.Next(20);
        if (kind < 9)
            WritePart(text, random, "text/plain", bytes - 120);
        else if (kind < 16)
            WriteAlternative(text, random, $"=_{number}a", bytes);
        else
            WriteMixed(text, random, number, bytes);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Its size in a mailbox of ordinary mail: 2 to 5 KiB.</summary>
    public static byte[] Write(int number) => Write(number, 2048 + (int)((uint)(number * 2654435761) % 3072));

    private static void WriteHeader(StringBuilder text, int number, Random random)
    {
        var date = new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.FromHours(1)).AddMinutes(number).ToString("ddd, d MMM yyyy HH:mm:ss +0100", CultureInfo.InvariantCulture);
        text.Append(null, $"Return-Path: <bert@example.net>\r\nReceived: from mail.example.net (mail.example.net [192.0.2.{number % 250}])\r\n");
        text.Append(null, $"\tby mx.example.org (Postfix) with ESMTPS id {number:X8}\r\n\tfor <anna@example.org>; {date}\r\n");
        text.Append("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.net; s=mail;\r\n\th=from:to:subject:date:message-id;\r\n");
        text.Append(null, $"\tbh={Hex(random)}=;\r\n\tb={Hex(random)}{Hex(random)}\r\n");
        text.Append(null, $"Message-ID: <{number}.{random.Next():x}@example.net>\r\nDate: {date}\r\n");
        text.Append(null, $"From: {Pick(random, People)}\r\nTo: {Pick(random, People)}");
        for (var more = random.Next(4); more > 0; more--)
            text.Append(null, $",\r\n\t{Pick(random, People)}");
        if (random.Next(3) == 0)
            text.Append(null, $"\r\nCc: {Pick(random, People)}");
        if (random.Next(2) == 0)
        {
            text.Append(null, $"\r\nIn-Reply-To: <{number - 1}.0@example.net>\r\n");
            text.Append(null, $"References: <{number - 2}.0@example.net>\r\n\t<{number - 1}.0@example.net>");
        }

        text.Append(random.Next(3) == 0
            ? $"\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_{number}?= =?utf-8?Q?_aus_K=C3=B6ln?=\r\nMIME-Version: 1.0\r\n"
            : $"\r\nSubject: Re: {Pick(random, Words)} {Pick(random, Words)} {Pick(random, Words)} {number}\r\nMIME-Version: 1.0\r\n");
    }

    private static void WriteMixed(StringBuilder text, Random random, int number, int bytes)
    {
        text.Append(null, $"Content-Type: multipart/mixed; boundary=\"=_{number}m\"\r\n\r\n--=_{number}m\r\n");
        WriteAlternative(text, random, $"=_{number}n", bytes - 900);
        text.Append(null, $"--=_{number}m\r\nContent-Type: application/pdf; name=\"plan {number}.pdf\"\r\n");
        text.Append(null, $"Content-Disposition: attachment;\r\n\tfilename=\"plan {number}.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        while (text.Length < bytes - 100)
            text.Append(null, $"{Hex(random)}{Hex(random)}\r\n");
        text.Append(null, $"--=_{number}m--\r\n");
    }

    private static void WriteAlternative(StringBuilder text, Random random, string boundary, int end)
    {
        text.Append(null, $"Content-Type: multipart/alternative;\r\n\tboundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n");
        WritePart(text, random, "text/plain", text.Length + ((end - text.Length) / 3));
        text.Append(null, $"--{boundary}\r\n");
        WritePart(text, random, "text/html", end - 120);
        text.Append(null, $"--{boundary}--\r\n");
    }

    private static void WritePart(StringBuilder text, Random random, string type, int end)
    {
        text.Append(null, $"Content-Type: {type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
        do
        {
            for (var line = text.Length; text.Length - line < 64;)
                text.Append(Pick(random, Words)).Append(' ');
            text.Append("=\r\n");
        }
        while (text.Length < end);
        text.Append("\r\n");
    }

    // 32 digits, which are base64 as well.
    private static string Hex(Random random) => string.Create(CultureInfo.InvariantCulture, $"{random.NextInt64():X16}{random.NextInt64():X16}");

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
