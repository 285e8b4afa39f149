namespace Postfach.Store;

/// <summary>The tables of an account's file.</summary>
internal static class AccountSchema
{
    public static readonly Schema Tables = new(
        """
        -- One row: the file's identity; and up to which mod-sequence mailbox, chunk and directory are written (later rows of the feed are replayed).
        CREATE TABLE account (
            incarnation BLOB NOT NULL,
            checkpoint INTEGER NOT NULL,
            next_body INTEGER NOT NULL,
            last_uidvalidity INTEGER NOT NULL,
            purged INTEGER NOT NULL);

        CREATE TABLE actor (id INTEGER PRIMARY KEY, user TEXT NOT NULL, protocol TEXT NOT NULL, client TEXT NOT NULL, UNIQUE (user, protocol, client));

        -- The truth: one row a committed change. data: packed messages (append, expunge), the change (flags), a name (create, rename).
        CREATE TABLE feed (
            modseq INTEGER PRIMARY KEY,
            mailbox INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            at INTEGER NOT NULL,
            actor INTEGER NOT NULL,
            other INTEGER,
            uids BLOB NOT NULL,
            data BLOB);

        -- name is NULL once the mailbox is deleted. uidnext, highestmodseq and keywords are as of the checkpoint.
        -- Expunges at or below floor may have been forgotten.
        CREATE TABLE mailbox (
            id INTEGER PRIMARY KEY,
            name TEXT UNIQUE,
            special_use INTEGER NOT NULL,
            uidvalidity INTEGER NOT NULL,
            uidnext INTEGER NOT NULL,
            highestmodseq INTEGER NOT NULL,
            floor INTEGER NOT NULL,
            keywords TEXT NOT NULL);

        CREATE TABLE subscription (name TEXT PRIMARY KEY) WITHOUT ROWID;

        -- What one user sees otherwise than the others: the greater modseq wins over the shared state.
        CREATE TABLE private_seen (
            user TEXT NOT NULL,
            mailbox INTEGER NOT NULL,
            modseq INTEGER NOT NULL,
            seen INTEGER NOT NULL,
            uids BLOB NOT NULL,
            PRIMARY KEY (user, mailbox, modseq)) WITHOUT ROWID;

        -- Checkpoints of the feed; can be thrown away.
        CREATE TABLE chunk (id INTEGER PRIMARY KEY, messages BLOB NOT NULL);
        CREATE TABLE directory (mailbox INTEGER PRIMARY KEY, chunks BLOB NOT NULL);

        -- A message's bytes lie in body_data, at most 256 KiB a row: id = body * 16384 + place. The prepared parts can be thrown away.
        CREATE TABLE body (
            id INTEGER PRIMARY KEY,
            size INTEGER NOT NULL,
            hash BLOB NOT NULL,
            envelope BLOB,
            structure BLOB,
            sections BLOB);
        CREATE INDEX body_hash ON body (substr(hash, 1, 8));
        CREATE TABLE body_data (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);

        -- Bodies that more than one message, or tombstone, holds.
        CREATE TABLE shared_body (body INTEGER PRIMARY KEY, holders INTEGER NOT NULL);

        -- Bodies that are coming in piece by piece; what is here after a restart never became a message.
        CREATE TABLE staging (body INTEGER PRIMARY KEY);
        """,
        """
        -- The first UID that no session was shown as \Recent: what was there before sessions were shown any is not new.
        ALTER TABLE mailbox ADD COLUMN recent INTEGER NOT NULL DEFAULT 1;
        UPDATE mailbox SET recent = uidnext;
        """,
        """
        -- What imports brought, by source and content; it outlives the messages. run is the last run that met the message.
        CREATE TABLE import_source (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            mailbox TEXT NOT NULL,
            run INTEGER NOT NULL,
            UNIQUE (source, mailbox));
        -- met: how many of this content the run has come by so far; brought: how many became messages here.
        CREATE TABLE imported (
            source INTEGER NOT NULL,
            hash BLOB NOT NULL,
            run INTEGER NOT NULL,
            met INTEGER NOT NULL,
            brought INTEGER NOT NULL,
            PRIMARY KEY (source, hash)) WITHOUT ROWID;

        -- What POP3 calls messages that brought a name along from elsewhere.
        CREATE TABLE unique_id (
            mailbox INTEGER NOT NULL,
            uid INTEGER NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (mailbox, uid),
            UNIQUE (mailbox, value)) WITHOUT ROWID;

        -- UIDVALIDITYs up to this one may have been given to mailboxes that this file knows nothing of.
        ALTER TABLE account ADD COLUMN unknown_past INTEGER NOT NULL DEFAULT 0;
        """,
        """
        -- A prepared part more, in a table of its own: who wants envelopes does not read past it. A body without a row: see its bytes.
        CREATE TABLE listed_fields (body INTEGER PRIMARY KEY, fields BLOB NOT NULL);
        """,
        """
        -- What bodies are ordered and threaded by, made when it is first wanted; can be thrown away. Two tables, so that who wants dates or references reads no texts.
        CREATE TABLE key_numbers (body INTEGER PRIMARY KEY, numbers BLOB NOT NULL);
        CREATE TABLE key_texts (body INTEGER PRIMARY KEY, texts BLOB NOT NULL);

        -- The beginnings of texts, made when they are first wanted; can be thrown away.
        CREATE TABLE preview (body INTEGER PRIMARY KEY, text BLOB NOT NULL);

        -- The threads of bodies, given when it is first wanted: they stay. And to which thread belongs who refers to a message.
        CREATE TABLE thread_of (body INTEGER PRIMARY KEY, thread INTEGER NOT NULL);
        CREATE TABLE thread_member (id INTEGER PRIMARY KEY, thread INTEGER NOT NULL);
        """,
        """
        -- One row: up to where in the feed keys, previews and threads are made. The cursor: see FeedCursor.
        CREATE TABLE prepared (modseq INTEGER NOT NULL, at INTEGER NOT NULL, done INTEGER NOT NULL);
        INSERT INTO prepared VALUES (0, 0, 2147483647);
        """,
        """
        -- Mail at providers. source: its number in postfach.db. runs: how many runs of the source this file knows of.
        CREATE TABLE retrieval (source INTEGER PRIMARY KEY, runs INTEGER NOT NULL);
        CREATE TABLE remote_mailbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source INTEGER NOT NULL,
            name TEXT NOT NULL,
            uidvalidity INTEGER NOT NULL DEFAULT 0,
            uidnext INTEGER NOT NULL DEFAULT 0,
            highestmodseq INTEGER NOT NULL DEFAULT 0,
            messages INTEGER NOT NULL DEFAULT 0,
            UNIQUE (source, name));

        -- The ledger: a line for each message that was met there, by UIDL or UID. It outlives the messages and their copies. Times in milliseconds.
        CREATE TABLE retrieved (
            mailbox INTEGER NOT NULL,
            id TEXT NOT NULL,
            size INTEGER NOT NULL,
            header BLOB NOT NULL,
            body INTEGER NOT NULL,
            fetched INTEGER NOT NULL,
            dated INTEGER NOT NULL,
            read INTEGER,
            deleted INTEGER,
            flagged INTEGER NOT NULL,
            state INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            reason TEXT,
            PRIMARY KEY (mailbox, id)) WITHOUT ROWID;
        """,
        """
        -- A message's flags at the provider as they were last seen and carried here: system flags by their bits, keywords apart by spaces. NULL: not known.
        ALTER TABLE retrieved ADD COLUMN flags_there INTEGER;
        ALTER TABLE retrieved ADD COLUMN keywords_there TEXT;
        -- unseen and hidden: messages. listed: when all of it was last listed with its flags; NULL: before flags were remembered.
        ALTER TABLE remote_mailbox ADD COLUMN unseen INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE remote_mailbox ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE remote_mailbox ADD COLUMN listed INTEGER;
        -- What is there and not whole here (Refused, Placeholder): few, and asked for at each run.
        CREATE INDEX retrieved_unfetched ON retrieved (mailbox) WHERE state >= 6;
        """);
}
