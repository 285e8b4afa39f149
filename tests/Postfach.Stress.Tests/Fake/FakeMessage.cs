using System.Text;

namespace Postfach.Stress.Tests.Fake;

/// <summary>A message; a copy has the same text.</summary>
internal sealed class FakeMessage(uint uid, string text, string internalDate)
{
    public uint Uid => uid;

    public string Text => text;

    public string InternalDate => internalDate;

    public HashSet<string> Flags { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public ulong ModSeq { get; set; }

    public bool RecentIsTaken { get; set; }

    public bool IsGone { get; set; }

    public string Header(string name)
    {
        var line = text.Split("\r\n").FirstOrDefault(l => l.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)) ?? "";
        return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    public string Envelope => $"(\"{Header("Date")}\" \"{Header("Subject")}\" NIL NIL NIL NIL NIL NIL NIL \"{Header("Message-ID")}\")";

    public string BodyStructure => $"(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" {Encoding.Latin1.GetByteCount(Body)} {Body.Count(c => c == '\n')})";

    public string Head => text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)];

    public string Body => text[(Head.Length + 4)..];

    public string DecodedBody => Header("Content-Transfer-Encoding") == "base64" ? Encoding.Latin1.GetString(Convert.FromBase64String(Body)) : Body;
}
