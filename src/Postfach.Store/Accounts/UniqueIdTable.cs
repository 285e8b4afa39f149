using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Keeps what POP3 calls messages that came with such a name. Used by the account's writer, inside its transaction.</summary>
internal sealed class UniqueIdTable(Database database)
{
    /// <summary>Does nothing when another message of the mailbox has the name: RFC 1939 §7 wants each once.</summary>
    public void Insert(MailboxId mailbox, Uid uid, string value) =>
        database["INSERT OR IGNORE INTO unique_id VALUES (?1, ?2, ?3)"].Bind(1, mailbox.Value).Bind(2, uid.Value).Bind(3, value).Run();

    /// <summary>Forgets the name of a message that an expunge took out of its mailbox.</summary>
    public void Delete(ModSeq expunge, Uid uid) =>
        database["DELETE FROM unique_id WHERE mailbox = (SELECT mailbox FROM feed WHERE modseq = ?1) AND uid = ?2"]
            .Bind(1, expunge.Value)
            .Bind(2, uid.Value)
            .Run();
}
