namespace Postfach.Mail;

/// <summary>
/// Threads as trees, siblings in order. A node below <see cref="Messages"/> is a message; others stand for a message that is not here, and only at the top.
/// </summary>
/// <param name="FirstRoot">The first thread's node; <see cref="None"/> where there is no thread.</param>
/// <param name="FirstChild">By node: its first child, or <see cref="None"/>.</param>
/// <param name="NextSibling">By node: the next child of the same parent or, of a root, the next root.</param>
public sealed record ThreadForest(int Messages, int FirstRoot, int[] FirstChild, int[] NextSibling)
{
    public const int None = -1;

    public bool IsMessage(int node) => node < Messages;
}
