namespace Postfach.Store;

/// <summary>The day in the Date field of the message that is looked at.</summary>
internal sealed class SentDay
{
    public bool IsKnown { get; private set; }

    /// <summary>Null: there is no such field, or no date in it.</summary>
    public DateOnly? Day { get; private set; }

    public void Forget() => (IsKnown, Day) = (false, null);

    public void Set(DateOnly? day) => (IsKnown, Day) = (true, day);
}
