using SQLitePCL;

namespace Postfach.Store;

/// <summary>SQLite could not do what it was told.</summary>
internal sealed class SqliteFailureException(int code, string what, string path)
    : StoreException($"{path}: {what} ({raw.sqlite3_errstr(code).utf8_to_string()}, {code}).")
{
    public int Code { get; } = code;

    /// <summary>SQLite refused the statement (a constraint, a value too big): neither the disk nor the file is at fault.</summary>
    public bool IsRefusal => (Code & 0xFF) is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE;
}
