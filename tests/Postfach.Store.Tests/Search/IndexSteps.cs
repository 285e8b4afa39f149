using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Postfach.Store.Tests;

/// <summary>Works on an account's index, and looks into its file.</summary>
internal static class IndexSteps
{
    /// <summary>Indexes all that there is.</summary>
    public static async Task IndexAsync(this Account account)
    {
        while (await account.IndexSomeAsync())
        {
        }
    }

    /// <summary>Does one piece of the work on the index.</summary>
    /// <returns>Whether there is more to do.</returns>
    public static Task<bool> IndexSomeAsync(this Account account) => account.Index.WorkAsync(new Throttle(new FakeTimeProvider(), () => false), TestStore.Ct);

    public static List<IndexSegment> Segments(this Account account)
    {
        using var database = Database.OpenForReading(account.Index.Path);
        return new IndexTables(database).ReadSegments();
    }

    public static int IndexedBodies(this Account account)
    {
        var bodies = account.Segments().SelectMany(s => s.Bodies).ToList();
        Assert.Equal(bodies.Count, bodies.Distinct().Count());
        return bodies.Count;
    }

    public static List<string> IndexedWords(this Account account, IndexField field)
    {
        using var database = Database.OpenForReading(account.Index.Path);
        var tables = new IndexTables(database);
        var words = new List<string>();
        foreach (var segment in tables.ReadSegments())
        {
            var cursor = new WordCursor(tables, segment, field);
            while (cursor.MoveNext())
                words.Add(Encoding.UTF8.GetString(cursor.Word));
        }

        return words;
    }
}
