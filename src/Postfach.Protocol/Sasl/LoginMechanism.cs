using System.Text;

namespace Postfach.Protocol.Sasl;

/// <summary>The server's side of LOGIN, which no RFC has but older mail programs speak: name and password, each asked for.</summary>
public sealed class LoginMechanism : SaslMechanism
{
    private string? _name;

    public override SaslStep Next(ReadOnlyMemory<byte>? response)
    {
        // Clients look at these two texts, or just count; an initial response is the name.
        if (response is not { } bytes)
            return new SaslStep.Challenge("Username:"u8.ToArray());
        if (bytes.IsEmpty || bytes.Span.Contains((byte)0))
            return new SaslStep.Failed("The response is none of LOGIN");
        if (_name is { } name)
            return new SaslStep.Password(new PlainMessage("", name, new Secret(Text(bytes.Span))));
        _name = Text(bytes.Span);
        return new SaslStep.Challenge("Password:"u8.ToArray());
    }

    // What is older than UTF-8 sends ISO 8859-1, which is hardly ever valid UTF-8.
    private static string Text(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
}
