using System.Text;

namespace Postfach.Mail;

/// <summary>What is left of a subject without the marks of replies and forwards. Pure. RFC 5256 §2.1.</summary>
/// <param name="Text">In the case it was written in.</param>
/// <param name="IsReplyOrForward">One of those marks was there. RFC 5256 §3, REFERENCES.</param>
public readonly record struct BaseSubject(string Text, bool IsReplyOrForward)
{
    private const string ForwardHead = "[fwd:";

    /// <param name="subject">With its encoded words decoded.</param>
    public static BaseSubject Of(string subject)
    {
        var isReply = false;
        ReadOnlySpan<char> rest = Collapse(subject);
        do
        {
            rest = WithoutTrailers(rest, ref isReply);
            while (TryTakeLeader(ref rest, ref isReply) || TryTakeBlobs(ref rest))
            {
            }
        }
        while (TryUnwrap(ref rest, ref isReply));
        return new BaseSubject(rest.ToString(), isReply);
    }

    /// <summary>Step 1: tabs and continuations become spaces, and several spaces one.</summary>
    private static string Collapse(string subject)
    {
        var text = new StringBuilder(subject.Length);
        foreach (var c in subject)
        {
            var isSpace = c is ' ' or '\t' or '\r' or '\n';
            if (!isSpace)
                text.Append(c);
            else if (text.Length == 0 || text[^1] != ' ')
                text.Append(' ');
        }

        return text.ToString();
    }

    /// <summary>Step 2. <c>subj-trailer = "(fwd)" / WSP</c></summary>
    private static ReadOnlySpan<char> WithoutTrailers(ReadOnlySpan<char> text, scoped ref bool isReply)
    {
        while (true)
        {
            if (text is [.., ' '])
            {
                text = text[..^1];
            }
            else if (text.EndsWith("(fwd)", StringComparison.OrdinalIgnoreCase))
            {
                text = text[..^5];
                isReply = true;
            }
            else
            {
                return text;
            }
        }
    }

    /// <summary>Step 3. <c>subj-leader = (*subj-blob subj-refwd) / WSP</c></summary>
    private static bool TryTakeLeader(ref ReadOnlySpan<char> text, scoped ref bool isReply)
    {
        if (text is [' ', ..])
        {
            text = text[1..];
            return true;
        }

        var place = AfterBlobs(text, 0, out _);
        var rest = text[place..];
        var word = rest.StartsWith("re", StringComparison.OrdinalIgnoreCase) ? 2
            : rest.StartsWith("fwd", StringComparison.OrdinalIgnoreCase) ? 3
            : rest.StartsWith("fw", StringComparison.OrdinalIgnoreCase) ? 2
            : 0;
        if (word == 0)
            return false;
        place = AfterBlob(text, AfterSpace(text, place + word));
        if (place >= text.Length || text[place] != ':')
            return false;
        text = text[(place + 1)..];
        isReply = true;
        return true;
    }

    /// <summary>
    /// Step 4: a blob goes where something is left without it. No leader follows them, or step 3 would have taken them along; so all can go at once, but
    /// for the last where it is all there is.
    /// </summary>
    private static bool TryTakeBlobs(ref ReadOnlySpan<char> text)
    {
        var place = AfterBlobs(text, 0, out var last);
        if (place == text.Length)
            place = last;
        text = text[place..];
        return place > 0;
    }

    /// <summary>Step 6. <c>subj-fwd = subj-fwd-hdr subject subj-fwd-trl</c></summary>
    private static bool TryUnwrap(ref ReadOnlySpan<char> text, scoped ref bool isReply)
    {
        if (!text.StartsWith(ForwardHead, StringComparison.OrdinalIgnoreCase) || text is not [.., ']'])
            return false;
        text = text[ForwardHead.Length..^1];
        isReply = true;
        return true;
    }

    /// <param name="last">Where the last of them begins.</param>
    private static int AfterBlobs(ReadOnlySpan<char> text, int place, out int last)
    {
        last = place;
        for (int next; (next = AfterBlob(text, place)) > place; place = next)
            last = place;
        return place;
    }

    /// <summary>Behind <c>subj-blob = "[" *BLOBCHAR "]" *WSP</c>; where there is none, the same place.</summary>
    private static int AfterBlob(ReadOnlySpan<char> text, int place)
    {
        if (place >= text.Length || text[place] != '[')
            return place;
        var length = text[(place + 1)..].IndexOfAny('[', ']');
        return length >= 0 && text[place + 1 + length] == ']' ? AfterSpace(text, place + 2 + length) : place;
    }

    private static int AfterSpace(ReadOnlySpan<char> text, int place)
    {
        while (place < text.Length && text[place] == ' ')
            place++;
        return place;
    }
}
