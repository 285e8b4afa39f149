using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Postfach.Protocol.Imap.Requests;

/// <summary>
/// <c>LIST [(selection options)] reference patterns [RETURN (options)]</c>. RFC 9051 §6.3.9, RFC 5258 §3; STATUS among the options: RFC 5819 §2.
/// </summary>
/// <param name="IsExtended">It has what only RFC 5258 gave it: options or several patterns.</param>
/// <param name="Status">What to tell of each mailbox's messages; empty: nothing.</param>
public sealed record ListRequest(
    string Reference,
    ImmutableArray<string> Patterns,
    ListSelection Selection,
    ListReturn Return,
    ImmutableArray<StatusItem> Status,
    bool IsExtended)
{
    /// <summary>More patterns than anyone needs would be a cheap way to keep the server busy.</summary>
    private const int MaxPatterns = 64;

    public static bool TryRead(ref ImapReader reader, [NotNullWhen(true)] out ListRequest? request)
    {
        request = null;
        if (!reader.Space())
            return false;
        var isExtended = reader.IsNext((byte)'(');
        var selection = ListSelection.None;
        if (isExtended && !(TryReadSelection(ref reader, out selection) && reader.Space()))
            return false;
        if (!(reader.Reference(out var reference) && reader.Space()))
            return false;
        isExtended |= reader.IsNext((byte)'(');
        if (!TryReadPatterns(ref reader, out var patterns))
            return false;
        isExtended |= !reader.AtEnd;
        if (!(TryReadReturn(ref reader, out var wanted, out var status) && reader.End()))
            return false;
        request = new ListRequest(reference.Normalize(NormalizationForm.FormC), patterns, selection, wanted, status, isExtended);
        return true;
    }

    private static bool TryReadSelection(ref ImapReader reader, out ListSelection selection)
    {
        selection = ListSelection.None;
        reader.Take((byte)'(');
        if (reader.Take((byte)')'))
            return true;
        do
        {
            var option = !reader.Atom(out var name) ? ListSelection.None
                : Ascii.EqualsIgnoreCase(name, "SUBSCRIBED"u8) ? ListSelection.Subscribed
                : Ascii.EqualsIgnoreCase(name, "REMOTE"u8) ? ListSelection.Remote
                : Ascii.EqualsIgnoreCase(name, "RECURSIVEMATCH"u8) ? ListSelection.RecursiveMatch
                : Ascii.EqualsIgnoreCase(name, "SPECIAL-USE"u8) ? ListSelection.SpecialUse
                : ListSelection.None;

            // RFC 9051 §6.3.9: an option that the server does not know is answered with BAD.
            if (option == ListSelection.None)
                return reader.Fail("There is no such selection option");
            selection |= option;
        }
        while (reader.Take((byte)' '));

        // RFC 9051 §6.3.9.1: RECURSIVEMATCH says how SUBSCRIBED is meant, and is nothing by itself.
        if ((selection & (ListSelection.RecursiveMatch | ListSelection.Subscribed)) == ListSelection.RecursiveMatch)
            return reader.Fail("RECURSIVEMATCH needs SUBSCRIBED beside it");
        return reader.Byte((byte)')', "The selection options do not end");
    }

    private static bool TryReadPatterns(ref ImapReader reader, out ImmutableArray<string> patterns)
    {
        patterns = [];
        var list = ImmutableArray.CreateBuilder<string>();
        var inParentheses = reader.Take((byte)'(');
        do
        {
            if (!reader.ListMailbox(out var pattern))
                return false;
            if (list.Count == MaxPatterns)
                return reader.Fail("There are too many patterns");
            list.Add(pattern.Normalize(NormalizationForm.FormC));
        }
        while (inParentheses && reader.Take((byte)' '));
        patterns = list.ToImmutable();
        return !inParentheses || reader.Byte((byte)')', "The patterns do not end");
    }

    private static bool TryReadReturn(ref ImapReader reader, out ListReturn wanted, out ImmutableArray<StatusItem> status)
    {
        (wanted, status) = (ListReturn.None, []);
        if (reader.AtEnd)
            return true;
        if (!(reader.Space() && (reader.Take("RETURN ("u8) || reader.Fail("RETURN is missing"))))
            return false;
        if (reader.Take((byte)')'))
            return true;
        do
        {
            var option = !reader.Atom(out var name) ? ListReturn.None
                : Ascii.EqualsIgnoreCase(name, "SUBSCRIBED"u8) ? ListReturn.Subscribed
                : Ascii.EqualsIgnoreCase(name, "CHILDREN"u8) ? ListReturn.Children
                : Ascii.EqualsIgnoreCase(name, "SPECIAL-USE"u8) ? ListReturn.SpecialUse
                : Ascii.EqualsIgnoreCase(name, "STATUS"u8) ? ListReturn.Status
                : ListReturn.None;
            if (option == ListReturn.None)
                return reader.Fail("There is no such return option");
            if (option == ListReturn.Status && !(reader.Space() && StatusRequest.TryReadItems(ref reader, out status)))
                return false;
            wanted |= option;
        }
        while (reader.Take((byte)' '));
        return reader.Byte((byte)')', "The return options do not end");
    }
}
