using Postfach.Mime;

namespace Postfach.Store;

/// <summary>Takes the keys of one message after another; they are copied before it returns.</summary>
internal interface IKeySink
{
    bool WantsTexts { get; }

    /// <param name="index">Which of the messages that were asked for.</param>
    /// <param name="texts">Empty where they are not wanted.</param>
    void Take(int index, in KeyNumbers numbers, in KeyTexts texts);
}
