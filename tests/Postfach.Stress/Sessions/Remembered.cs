namespace Postfach.Stress.Sessions;

/// <summary>What a client keeps of a mailbox that it has left, to resynchronise with.</summary>
/// <param name="Complete">Up to this mod-sequence it has seen everything.</param>
/// <param name="NamesUids">Whether it tells the server which UIDs it has.</param>
internal sealed record Remembered(uint UidValidity, ulong Complete, IReadOnlyList<MessageView> Messages, bool NamesUids)
{
    public string KnownUids => NamesUids && Messages.Count > 0 ? $" 1:{Messages[^1].Uid}" : "";
}
