namespace Postfach.Mail;

/// <summary><c>+FLAGS</c>, <c>-FLAGS</c>, <c>FLAGS</c>. Stored in the change feed: the numbers stay.</summary>
public enum FlagOperation : byte
{
    Add = 1,
    Remove = 2,
    Replace = 3,
}
