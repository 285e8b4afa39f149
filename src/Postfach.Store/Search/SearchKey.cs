namespace Postfach.Store;

/// <summary>A key of a search that is put to one message after another.</summary>
internal abstract class SearchKey
{
    /// <summary>Whether the message matches; null: that hangs on texts that have not been looked at yet.</summary>
    public abstract bool? Matches(in Message message);

    /// <summary>What the snapshot can answer.</summary>
    public sealed class Simple(Func<Message, bool> test) : SearchKey
    {
        public override bool? Matches(in Message message) => test(message);
    }

    /// <summary>What only the message's text can answer.</summary>
    public sealed class Text(TextQuestion question) : SearchKey
    {
        public override bool? Matches(in Message message) => question.Answer;
    }

    /// <summary>What the words of the message's text can answer.</summary>
    public sealed class Fuzzy(FuzzyQuestion question) : SearchKey
    {
        public override bool? Matches(in Message message) => question.Answer;
    }

    /// <summary>What the Date field answers; null while it has not been read.</summary>
    public sealed class Sent(SentDay sent, Func<DateOnly, bool> test) : SearchKey
    {
        public override bool? Matches(in Message message) => !sent.IsKnown ? null : sent.Day is { } day && test(day);
    }

    public sealed class Not(SearchKey key) : SearchKey
    {
        public override bool? Matches(in Message message) => !key.Matches(message);
    }

    public sealed class All(SearchKey[] keys) : SearchKey
    {
        public override bool? Matches(in Message message)
        {
            bool? all = true;
            foreach (var key in keys)
            {
                var one = key.Matches(message);
                if (one == false)
                    return false;
                all &= one;
            }

            return all;
        }
    }

    public sealed class Either(SearchKey one, SearchKey other) : SearchKey
    {
        public override bool? Matches(in Message message) => one.Matches(message) is var first && first == true ? true : first | other.Matches(message);
    }
}
