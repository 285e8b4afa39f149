using System.Buffers;
using System.Text;
using Postfach.Mail;
using Postfach.Mime;

namespace Postfach.Store;

/// <summary>Puts a plan's questions to the text of one message: the header first, then part by part, no further than needed. Not thread-safe.</summary>
internal sealed class MessageLooker(SearchPlan plan, BodyReader bodies)
{
    private const int PieceBytes = 64 << 10;

    // A header beyond this is no header any more.
    private const int MaxHeaderBytes = 4 << 20;

    private readonly ArrayBufferWriter<byte> _raw = new();
    private readonly ArrayBufferWriter<char> _decoded = new();
    private readonly ArrayBufferWriter<char> _mapped = new();

    /// <summary>Whether a message matches, reading no more of it than that needs.</summary>
    /// <exception cref="StoreException">The message cannot be read.</exception>
    public async ValueTask<bool> MatchesAsync(Message message, CancellationToken ct)
    {
        plan.Sent.Forget();
        foreach (var question in plan.Questions)
            question.BeginMessage();
        if (plan.Root.Matches(message) is { } known)
            return known;
        var parts = bodies.Sections(message.Body).ReadParts();
        if (parts.Count > 0)
            LookAtHeader(message.Body, parts[0], isMessage: true);
        foreach (var question in plan.Questions)
        {
            if (question.Place == TextQuestion.Places.Header)
                question.End();
        }

        if (!plan.Sent.IsKnown)
            plan.Sent.Set(null);
        for (var i = 0; i < parts.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            if (plan.Root.Matches(message) is { } decided)
                return decided;
            if (i > 0)
                LookAtHeader(message.Body, parts[i], isMessage: false);
            if (PartText.IsText(parts[i].Kind, _raw.WrittenSpan))
                await LookAtTextAsync(message, parts[i], ct);
        }

        foreach (var question in plan.Questions)
            question.End();
        return plan.Root.Matches(message) == true;
    }

    private void LookAtHeader(BodyId body, MessagePart part, bool isMessage)
    {
        Read(body, part.Mime.Offset, Math.Min(part.Mime.Length, MaxHeaderBytes));
        foreach (var field in new HeaderFieldList(_raw.WrittenSpan))
        {
            if (isMessage && !plan.Sent.IsKnown && Ascii.EqualsIgnoreCase(field.Name, "Date"u8))
                plan.Sent.Set(DateField.TryReadDay(field.Value, out var day) ? day : null);
            LookAtField(field, isMessage);
        }
    }

    private void LookAtField(HeaderField field, bool isMessage)
    {
        _mapped.ResetWrittenCount();
        var (isMapped, nameLength) = (false, 0);
        foreach (var question in plan.Questions)
        {
            var isAsked = question.Place == TextQuestion.Places.Header
                ? isMessage && Ascii.EqualsIgnoreCase(field.Name, question.Field)
                : question.Place == TextQuestion.Places.Anywhere;
            if (!isAsked || question.Answer is not null)
                continue;
            if (!isMapped)
            {
                // RFC 9051 §6.4.4: TEXT looks at the whole header, so the names of fields too.
                if (!field.Name.IsEmpty)
                    CaseMap.Append(Charset.Lenient.GetString(field.Name) + ": ", _mapped);
                nameLength = _mapped.WrittenCount;
                CaseMap.Append(EncodedWords.Decode(field.Value), _mapped);
                isMapped = true;
            }

            question.BeginText();
            question.Look(_mapped.WrittenSpan[(question.Place == TextQuestion.Places.Header ? nameLength : 0)..]);
        }
    }

    private async ValueTask LookAtTextAsync(Message message, MessagePart part, CancellationToken ct)
    {
        if (!AsksForBody())
            return;
        var text = new PartText(part.Encoding, _raw.WrittenSpan);
        foreach (var question in plan.Questions)
        {
            if (question.Place != TextQuestion.Places.Header)
                question.BeginText();
        }

        for (var offset = part.Content.Offset; offset < part.Content.End && AsksForBody(); offset += PieceBytes)
        {
            var take = Math.Min(PieceBytes, part.Content.End - offset);
            Read(message.Body, offset, take);
            _decoded.ResetWrittenCount();
            text.Write(_raw.WrittenSpan, offset + take == part.Content.End, _decoded);
            _mapped.ResetWrittenCount();
            CaseMap.Append(_decoded.WrittenSpan, _mapped);
            foreach (var question in plan.Questions)
            {
                if (question.Place != TextQuestion.Places.Header)
                    question.Look(_mapped.WrittenSpan);
            }

            if (part.Content.Length > PieceBytes)
            {
                await Task.Yield();
                ct.ThrowIfCancellationRequested();
            }
        }
    }

    private bool AsksForBody() => plan.Questions.Any(q => q.Place != TextQuestion.Places.Header && q.Answer is null);

    private void Read(BodyId body, long offset, long length)
    {
        _raw.ResetWrittenCount();
        bodies.WriteBytes(body, offset, length, _raw);
    }
}
