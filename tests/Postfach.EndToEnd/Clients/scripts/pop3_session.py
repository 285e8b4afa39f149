"""An ordinary session of poplib, with mail that smtplib delivers: PORT TLS-PORT LMTP-PORT USER PASSWORD. Prints "done"."""
import poplib
import smtplib
import ssl
import sys

port, tls_port, lmtp_port = (int(argument) for argument in sys.argv[1:4])
user, password = sys.argv[4:6]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE

with smtplib.LMTP("127.0.0.1", lmtp_port) as lmtp:
    for number in range(3):
        refused = lmtp.sendmail("a@example.org", [user], f"Subject: Letter {number}\r\n\r\n.dots\r\n..\r\nend\r\n")
        assert not refused, refused

pop = poplib.POP3_SSL("127.0.0.1", tls_port, context=context)
pop.user(user)
pop.pass_(password)
assert pop.stat()[0] == 3
pop.quit()

pop = poplib.POP3("127.0.0.1", port)
assert "STLS" in pop.capa(), pop.capa()
pop.stls(context)
pop.user(user)
pop.pass_(password)
count, octets = pop.stat()
_, listing, _ = pop.list()
assert sum(int(line.split()[1]) for line in listing) == octets
uids = [line.split()[1] for line in pop.uidl()[1]]
assert len(set(uids)) == count == 3
_, lines, size = pop.retr(2)
assert lines[-3:] == [b".dots", b"..", b"end"], lines
assert size == int(listing[1].split()[1])
_, top, _ = pop.top(3, 1)
assert b"Subject: Letter 2" in top and top[-1] == b".dots", top
pop.dele(1)
pop.rset()
pop.dele(2)
pop.noop()
pop.quit()

pop = poplib.POP3("127.0.0.1", port)
pop.user(user)
pop.pass_(password)
assert [line.split()[1] for line in pop.uidl()[1]] == [uids[0], uids[2]]
pop.quit()
print("done")
