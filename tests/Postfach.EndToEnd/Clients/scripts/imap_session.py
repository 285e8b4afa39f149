"""An ordinary session of imaplib: PORT TLS-PORT USER PASSWORD. Prints "done"."""
import imaplib
import ssl
import sys

port, tls_port, user, password = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE

MESSAGE = b"From: a@example.org\r\nSubject: Hello\r\n\r\n.first\r\nlast line\r\n"


def ok(answer):
    status, data = answer
    assert status == "OK", answer
    return data


with imaplib.IMAP4_SSL("127.0.0.1", tls_port, ssl_context=context) as imap:
    ok(imap.login(user, password))

imap = imaplib.IMAP4("127.0.0.1", port)
assert "STARTTLS" in imap.capabilities, imap.capabilities
ok(imap.starttls(context))
try:
    imap.login(user, "wrong")
    raise AssertionError("a wrong password was taken")
except imaplib.IMAP4.error:
    pass
ok(imap.authenticate("PLAIN", lambda _: b"\0" + user.encode() + b"\0" + password.encode()))

names = [line.decode() for line in ok(imap.list())]
assert any("INBOX" in name for name in names), names
assert any("\\Trash" in name for name in names), names
ok(imap.create('"Two words"'))
ok(imap.subscribe('"Two words"'))
assert any(b"Two words" in line for line in ok(imap.lsub()))

ok(imap.append("INBOX", r"(\Flagged Wichtig)", imaplib.Time2Internaldate(1_000_000_000), MESSAGE))
ok(imap.append("INBOX", None, None, MESSAGE))
assert ok(imap.select("INBOX")) == [b"2"]
assert imap.response("UIDVALIDITY")[1] != [None]
(head, body), tail = ok(imap.fetch("1", "(FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[])"))
assert body == MESSAGE, body
assert b"\\Flagged" in head + tail and b"Wichtig" in head + tail, (head, tail)
assert imaplib.Internaldate2tuple(head) is not None
assert ok(imap.fetch("1", "(BODY[HEADER.FIELDS (SUBJECT)])"))[0][1] == b"Subject: Hello\r\n\r\n"
assert ok(imap.fetch("1", "(BODY[TEXT]<1.5>)"))[0][1] == b"first"

ok(imap.store("1:2", "+FLAGS", r"(\Seen)"))
assert b"\\Seen" in ok(imap.fetch("2", "(FLAGS)"))[0]
ok(imap.uid("COPY", "1:*", '"Two words"'))
ok(imap.uid("MOVE", "2", "Trash"))
ok(imap.store("1", "+FLAGS.SILENT", r"(\Deleted)"))
assert ok(imap.expunge())[-1] == b"1"  # before it comes what MOVE has expunged
assert b"MESSAGES 2" in ok(imap.status('"Two words"', "(MESSAGES UNSEEN UIDNEXT)"))[0]
assert b"MESSAGES 1" in ok(imap.status("Trash", "(MESSAGES)"))[0]
ok(imap.noop())
ok(imap.close())
ok(imap.rename('"Two words"', "One"))
ok(imap.delete("One"))
assert not any(b"One" in line for line in ok(imap.list()))
status, _ = imap.logout()
assert status == "BYE", status
print("done")
