namespace Postfach.Store;

/// <summary>The tables of <c>postfach.db</c>.</summary>
internal static class RegistrySchema
{
    public static readonly Schema Tables = new(
        """
        -- An account's number is never given twice, also after its user was removed.
        CREATE TABLE user (
            account INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            created INTEGER NOT NULL);

        -- RFC 5802 §3: what a server keeps of a password. It serves PLAIN and LOGIN as well.
        CREATE TABLE credential (
            account INTEGER NOT NULL,
            mechanism TEXT NOT NULL,
            iterations INTEGER NOT NULL,
            salt BLOB NOT NULL,
            stored_key BLOB NOT NULL,
            server_key BLOB NOT NULL,
            PRIMARY KEY (account, mechanism)) WITHOUT ROWID;

        -- What an account's file may have given out at most; exact while clean is 1.
        CREATE TABLE mark (
            account INTEGER PRIMARY KEY,
            incarnation BLOB NOT NULL,
            clean INTEGER NOT NULL,
            modseq INTEGER NOT NULL,
            uidnext INTEGER NOT NULL,
            uidvalidity INTEGER NOT NULL);

        -- Keys of the store's own making.
        CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        """,
        """
        -- Accounts whose user is gone and whose mail is to go: whatever comes in between, it is done at the next start.
        CREATE TABLE removal (account INTEGER PRIMARY KEY);
        """,
        """
        -- Where mail is fetched from. settings, state: JSON. secret: encrypted by whoever keeps it. runs: how many runs were begun.
        CREATE TABLE source (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            account INTEGER NOT NULL,
            settings TEXT NOT NULL,
            secret BLOB,
            runs INTEGER NOT NULL DEFAULT 0,
            state TEXT NOT NULL DEFAULT '{}');

        -- What became of runs; times in milliseconds, summary: JSON.
        CREATE TABLE source_run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source INTEGER NOT NULL,
            began INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            summary TEXT NOT NULL);
        CREATE INDEX source_run_source ON source_run (source, id);
        """);
}
