namespace Postfach.Store;

/// <summary>What one word of a body has to be like.</summary>
/// <param name="Text">In UTF-8.</param>
internal sealed record WordTest(WordTest.Places Place, byte[] Text)
{
    public enum Places
    {
        /// <summary>The word is the text.</summary>
        Whole,

        /// <summary>It begins with it.</summary>
        Start,

        /// <summary>It ends with it.</summary>
        End,

        /// <summary>It has it in it.</summary>
        Within,
    }

    /// <summary>Words in the order of their bytes: those that are asked for stand together.</summary>
    public bool IsNarrow => Place is Places.Whole or Places.Start;

    /// <summary>What to look for among words that are set apart, before the first and behind the last too, by <see cref="WordBlock.Separator"/>.</summary>
    public byte[] Pattern => Place switch
    {
        Places.Whole => [WordBlock.Separator, .. Text, WordBlock.Separator],
        Places.Start => [WordBlock.Separator, .. Text],
        Places.End => [.. Text, WordBlock.Separator],
        _ => Text,
    };
}
