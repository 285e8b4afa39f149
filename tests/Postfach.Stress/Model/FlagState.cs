namespace Postfach.Stress.Model;

/// <summary>What is known of one flag of one message. Its owner alone changes it.</summary>
internal sealed class FlagState
{
    /// <summary>As the last answered STORE left it; null: nobody knows.</summary>
    public bool? Value { get; set; }

    /// <summary>STOREs that are sent and not answered.</summary>
    public int InFlight { get; set; }

    public bool? Certain => InFlight == 0 ? Value : null;
}
