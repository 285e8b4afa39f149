namespace Postfach.Crash;

/// <summary>Counts what clients do and burns down after so much of it.</summary>
internal sealed class Fuse(int length)
{
    private readonly TaskCompletionSource _burnt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = length;

    public Task Burnt => _burnt.Task;

    public void Tick()
    {
        if (Interlocked.Decrement(ref _left) == 0)
            _burnt.SetResult();
    }
}
