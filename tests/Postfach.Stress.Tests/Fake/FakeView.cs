namespace Postfach.Stress.Tests.Fake;

/// <summary>A message as a session of the fake server knows that its client knows it.</summary>
internal sealed class FakeView(FakeMessage message)
{
    public FakeMessage Message => message;

    public bool IsRecent { get; set; }

    public ulong ToldModSeq { get; set; }

    public HashSet<string> ToldFlags { get; set; } = [];
}
