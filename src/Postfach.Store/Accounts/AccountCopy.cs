using System.Globalization;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>
/// Copies an account's file as it is at one moment, with all that is committed by then. Needs no open store: SQLite lets another process read while a
/// server writes, and nothing waits for it.
/// </summary>
public static class AccountCopy
{
    /// <summary>Makes the copy, checks all of it, and only then gives it its name. Takes as long as reading the account twice.</summary>
    /// <param name="target">A name that is not taken.</param>
    /// <returns>The copy's bytes.</returns>
    /// <exception cref="StoreException">There is no such account file, or one of the two cannot be used.</exception>
    /// <exception cref="IOException">The copy cannot be made durable, or the name was taken meanwhile.</exception>
    public static long Write(string dataFolder, AccountId account, string target, CancellationToken ct)
    {
        var source = Path.Combine(dataFolder, "accounts", account.Value.ToString(CultureInfo.InvariantCulture), "mail.db");
        if (!File.Exists(source))
            throw new StoreException($"{source} is missing.");
        var unfinished = $"{target}.{Guid.NewGuid():N}.part";
        try
        {
            using (var database = Database.OpenForCopying(source))
                database.CopyInto(unfinished, ct);
            Check(unfinished, ct);
            using (var handle = File.OpenHandle(unfinished, FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.FlushToDisk(handle);
            File.Move(unfinished, target, overwrite: false);
        }
        finally
        {
            File.Delete(unfinished);
        }

        FolderSync.Flush(Path.GetDirectoryName(Path.GetFullPath(target)) ?? "/");
        return new FileInfo(target).Length;
    }

    private static void Check(string copy, CancellationToken ct)
    {
        using var database = Database.OpenForCopying(copy);
        var answer = database.CheckIntegrity(ct);
        if (answer != "ok")
            throw new StoreException($"The account's file is damaged ({answer}); no copy was made. Put back a backup.");
    }
}
