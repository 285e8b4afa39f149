using System.Text;
using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>Puts a plan's questions to the text of one message: the header first, then part by part, no further than needed. Not thread-safe.</summary>
internal sealed class MessageLooker(SearchPlan plan, BodyReader bodies) : ITextSink
{
    private readonly MessageTexts _texts = new(bodies);
    private readonly MappedField _field = new();
    private Message _message;

    /// <inheritdoc/>
    public bool HasEnough => plan.Root.Matches(_message) is not null;

    /// <inheritdoc/>
    public bool WantsBodies =>
        plan.Questions.Any(q => q.Place != TextQuestion.Places.Header && q.Answer is null)
        || plan.Fuzzy.Any(q => q.Place != TextQuestion.Places.Header && q.Answer is null);

    /// <summary>Messages have a relevance.</summary>
    public bool IsFuzzy => plan.IsFuzzy;

    /// <summary>That of the message that was asked about last, and matches: from 1 to 100.</summary>
    public byte Relevance => FuzzyRelevance.Of(plan.Fuzzy);

    /// <summary>What is known of a message without a look at it.</summary>
    public bool? Know(in Message message)
    {
        plan.Sent.Forget();
        plan.Answers?.MoveTo(message.Body);
        foreach (var question in plan.Questions)
            question.BeginMessage(plan.Answers?.Tell(question));
        foreach (var question in plan.Fuzzy)
        {
            if (plan.Answers is { } answers)
                answers.Begin(question);
            else
                question.BeginMessage(null, []);
        }

        return plan.Root.Matches(message);
    }

    /// <summary>Whether the message that <see cref="Know"/> was asked about last, and did not know, matches; reads no more of it than that needs.</summary>
    /// <exception cref="StoreException">The message cannot be read.</exception>
    public async ValueTask<bool> LookAsync(Message message, CancellationToken ct)
    {
        _message = message;
        await _texts.ReadAsync(message.Body, this, ct);
        EndHeader();
        foreach (var question in plan.Questions)
            question.End();
        foreach (var question in plan.Fuzzy)
            question.End();
        return plan.Root.Matches(message) == true;
    }

    /// <inheritdoc/>
    public void TakeField(HeaderField field, bool isMessage)
    {
        if (isMessage && !plan.Sent.IsKnown && Ascii.EqualsIgnoreCase(field.Name, "Date"u8))
            plan.Sent.Set(DateField.TryReadDay(field.Value, out var day) ? day : null);
        var isMapped = false;
        foreach (var question in plan.Questions)
        {
            var isHeader = question.Place == TextQuestion.Places.Header;
            if (question.Answer is not null || (isHeader ? !isMessage || !Ascii.EqualsIgnoreCase(field.Name, question.Field) : question.Place != TextQuestion.Places.Anywhere))
                continue;
            if (!isMapped)
            {
                _field.Read(field);
                isMapped = true;
            }

            question.BeginText();
            question.Look(isHeader ? _field.Value : _field.Whole);
        }

        isMapped |= LookFuzzily(field, isMessage, isMapped);
        if (isMapped && FileNames.Decode(field) is { } name)
            LookAtFileName(CaseMap.Map(name));
    }

    /// <inheritdoc/>
    public void EndHeader()
    {
        foreach (var question in plan.Questions)
        {
            if (question.Place == TextQuestion.Places.Header)
                question.End();
        }

        foreach (var question in plan.Fuzzy)
        {
            if (question.Place == TextQuestion.Places.Header)
                question.End();
        }

        if (!plan.Sent.IsKnown)
            plan.Sent.Set(null);
    }

    /// <inheritdoc/>
    public void BeginBody()
    {
        foreach (var question in plan.Questions)
        {
            if (question.Place != TextQuestion.Places.Header)
                question.BeginText();
        }

        foreach (var question in plan.Fuzzy)
            question.EndBody();
    }

    /// <inheritdoc/>
    public void TakeBody(ReadOnlySpan<char> text, ReadOnlySpan<char> mapped)
    {
        foreach (var question in plan.Questions)
        {
            if (question.Place != TextQuestion.Places.Header)
                question.Look(mapped);
        }

        foreach (var question in plan.Fuzzy)
        {
            if (question.Place != TextQuestion.Places.Header)
                question.LookAtBody(mapped);
        }
    }

    /// <returns>Whether the field was mapped.</returns>
    private bool LookFuzzily(HeaderField field, bool isMessage, bool isMapped)
    {
        foreach (var question in plan.Fuzzy)
        {
            var isHeader = question.Place == TextQuestion.Places.Header;
            if (question.Answer is not null || (isHeader ? !isMessage || !Ascii.EqualsIgnoreCase(field.Name, question.Field) : question.Place != TextQuestion.Places.Anywhere))
                continue;
            if (!isMapped)
                _field.Read(field);
            isMapped = true;
            if (isMessage && BodyWords.OwnField(field.Name) is { } own)
                question.Look(_field.Value, own);
            question.Look(isHeader ? _field.Value : _field.Whole, IndexField.Header);
        }

        return isMapped;
    }

    private void LookAtFileName(string mapped)
    {
        foreach (var question in plan.Fuzzy)
        {
            if (question.Place == TextQuestion.Places.Anywhere)
                question.Look(mapped, IndexField.Header);
        }

        foreach (var question in plan.Questions)
        {
            if (question.Place != TextQuestion.Places.Anywhere)
                continue;
            question.BeginText();
            question.Look(mapped);
        }
    }
}
