using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>RFC 5256 §3, REFERENCES, step by step as it is written, and REFS; for few messages.</summary>
internal sealed class PlainThreads
{
    private readonly Dictionary<string, Container> _table = [];
    private readonly Container _root = new(null);

    private PlainThreads(IReadOnlyList<PlainLetter> letters)
    {
        Link(letters);
        foreach (var container in _table.Values.Where(c => c.Parent is null).ToList())
            container.MoveTo(_root);
        _root.Children.ReplaceBy([.. _root.Children.SelectMany(c => Prune(c, isTop: true))]);
        foreach (var child in _root.Children)
            child.Parent = _root;
        Sort(_root);
    }

    /// <summary>Depth and place of each message, -1 for one that is not here, in the order of the answer.</summary>
    public static List<(int Depth, int Place)> Find(IReadOnlyList<PlainLetter> letters, ThreadAlgorithm algorithm)
    {
        var threads = new PlainThreads(letters);
        if (algorithm == ThreadAlgorithm.References)
        {
            threads.JoinSubjects();
            Sort(threads._root);
        }
        else
        {
            threads._root.Children.ReplaceBy([.. threads._root.Children.OrderBy(Newest)]);
        }

        var nodes = new List<(int, int)>();
        threads._root.Children.ForEach(c => List(c, 0, nodes));
        return nodes;
    }

    private void Link(IReadOnlyList<PlainLetter> letters)
    {
        for (var place = 0; place < letters.Count; place++)
        {
            var letter = letters[place];
            var own = letter.Id is null ? Of($"unique {place}") : Of(letter.Id);
            if (own.Letter is not null)
                own = Of($"unique {place}");
            (own.Letter, own.Place) = (letter, place);
            for (var i = 1; i < letter.References.Length; i++)
            {
                var (parent, child) = (Of(letter.References[i - 1]), Of(letter.References[i]));
                if (child.Parent is null && !parent.IsBelow(child))
                    child.MoveTo(parent);
            }

            var last = letter.References.Length == 0 ? null : Of(letter.References[^1]);
            own.MoveTo(null);
            if (last is not null && !last.IsBelow(own))
                own.MoveTo(last);
        }
    }

    private Container Of(string id) => _table.TryGetValue(id, out var known) ? known : _table[id] = new Container(null);

    private static List<Container> Prune(Container container, bool isTop)
    {
        container.Children.ReplaceBy([.. container.Children.SelectMany(c => Prune(c, isTop: false))]);
        foreach (var child in container.Children)
            child.Parent = container;
        if (container.Letter is not null || (isTop && container.Children.Count > 1))
            return [container];
        return container.Children;
    }

    private static void Sort(Container container)
    {
        container.Children.ForEach(Sort);
        container.Children.ReplaceBy([.. container.Children.OrderBy(c => c.First.Letter!.Sent).ThenBy(c => c.First.Place)]);
    }

    private static int Newest(Container container) => Math.Max(container.Letter?.Sent ?? int.MinValue, container.Children.Select(Newest).DefaultIfEmpty(int.MinValue).Max());

    private void JoinSubjects()
    {
        var table = new Dictionary<string, Container>();
        foreach (var top in _root.Children.Where(t => t.Subject.Length > 0))
        {
            if (!table.TryGetValue(top.Subject, out var known) || (!known.IsDummy && (top.IsDummy || (known.IsReply && !top.IsReply))))
                table[top.Subject] = top;
        }

        foreach (var top in _root.Children.Where(t => t.Subject.Length > 0).ToList())
        {
            var known = table[top.Subject];
            if (known == top)
                continue;
            if (known.IsDummy && top.IsDummy)
            {
                top.Children.ToList().ForEach(c => c.MoveTo(known));
                top.MoveTo(null);
            }
            else if (known.IsDummy || (top.IsReply && !known.IsReply))
            {
                top.MoveTo(known);
            }
            else
            {
                var joined = new Container(top.Subject);
                joined.MoveTo(_root);
                known.MoveTo(joined);
                top.MoveTo(joined);
                table[top.Subject] = joined;
            }
        }
    }

    private static void List(Container container, int depth, List<(int, int)> nodes)
    {
        nodes.Add((depth, container.Place));
        container.Children.ForEach(c => List(c, depth + 1, nodes));
    }

    private sealed class Container(string? subject)
    {
        public PlainLetter? Letter { get; set; }

        public int Place { get; set; } = -1;

        public Container? Parent { get; set; }

        public List<Container> Children { get; } = [];

        public bool IsDummy => Letter is null;

        public bool IsReply => Letter is { IsReply: true };

        /// <summary>Its own, or that of the first child as it was sorted; what was joined keeps the subject that it was joined by.</summary>
        public string Subject => subject ?? First.Letter!.Subject;

        public Container First => IsDummy ? Children[0].First : this;

        public bool IsBelow(Container other) => this == other || (Parent?.IsBelow(other) ?? false);

        public void MoveTo(Container? parent)
        {
            Parent?.Children.Remove(this);
            Parent = parent;
            parent?.Children.Add(this);
        }
    }
}

/// <param name="Id">Null: it has none.</param>
internal sealed record PlainLetter(string? Id, string[] References, string Subject, bool IsReply, int Sent)
{
    public string Text =>
        (Id is null ? "" : $"Message-ID: <{Id}@x>\r\n")
        + (References.Length == 0 ? "" : $"References: {string.Join(' ', References.Select(r => $"<{r}@x>"))}\r\n")
        + $"Subject: {(IsReply ? "Re: " : "")}{Subject}\r\nDate: 1 Oct 2026 12:00:{Sent:00} +0000\r\n\r\n";
}

internal static class ContainerLists
{
    public static void ReplaceBy<T>(this List<T> list, List<T> others)
    {
        list.Clear();
        list.AddRange(others);
    }
}
