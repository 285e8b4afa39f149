"""Appends with imaplib, which sends a message's end by itself: PORT USER PASSWORD. Prints the shortest time of the later ones in milliseconds."""
import imaplib
import sys
import time

port, user, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
imap = imaplib.IMAP4("127.0.0.1", port)
imap.login(user, password)
times = []
for _ in range(30):
    began = time.perf_counter()
    assert imap.append("INBOX", None, None, b"Subject: x\r\n\r\nx\r\n")[0] == "OK"
    times.append(time.perf_counter() - began)
imap.logout()

# At its beginning a connection is acknowledged at once in any case.
print(int(min(times[15:]) * 1000))
