namespace Postfach.Store;

/// <summary>The versions of a file's tables: step n brings a file of version n to n + 1. A step, once released, is never changed.</summary>
internal sealed class Schema(params string[] steps)
{
    public int Version => steps.Length;

    /// <summary>Makes or upgrades the tables, all of it or nothing.</summary>
    /// <returns>The version the file had.</returns>
    /// <exception cref="StoreException">A newer program made the file.</exception>
    public int Apply(Database database)
    {
        var version = (int)database.Number("user_version");
        if (version > steps.Length)
        {
            throw new StoreException(
                $"{database.Path} has version {version}, newer than this postfach knows ({steps.Length}). Run the newer program that made it.");
        }

        if (version == steps.Length)
            return version;
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (var step in steps.AsSpan(version))
                database.Execute(step);
            database.Execute($"PRAGMA user_version = {steps.Length}; COMMIT");
        }
        catch (SqliteFailureException)
        {
            if (database.InTransaction)
                database.Execute("ROLLBACK");
            throw;
        }

        return version;
    }
}
