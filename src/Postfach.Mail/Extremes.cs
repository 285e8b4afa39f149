namespace Postfach.Mail;

/// <summary>The smaller and the greater of two values that have an order: <see cref="Math"/> knows numbers alone.</summary>
public static class Extremes
{
    public static T Min<T>(T left, T right)
        where T : struct, IComparable<T> => left.CompareTo(right) <= 0 ? left : right;

    public static T Max<T>(T left, T right)
        where T : struct, IComparable<T> => left.CompareTo(right) >= 0 ? left : right;
}
