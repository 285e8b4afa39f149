"""A person at Roundcube, over PHP's own web server: TLS-PORT USER PASSWORD FOLDER. Six messages lie in INBOX. Prints "done"."""
import http.cookiejar
import json
import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request

tls_port, user, password, folder = sys.argv[1:]

# Where Debian puts it.
WEB, DEFAULTS = "/var/lib/roundcube/public_html", "/etc/roundcube"

config = os.path.join(folder, "config")
os.makedirs(config)
for name in ("defaults.inc.php", "mimetypes.php"):
    os.symlink(os.path.join(DEFAULTS, name), os.path.join(config, name))
with open(os.path.join(config, "config.inc.php"), "w") as file:
    file.write(f"""<?php
$config = [
    'db_dsnw' => 'sqlite:///{folder}/db?mode=0600',
    'imap_host' => 'ssl://127.0.0.1:{tls_port}',
    'imap_conn_options' => ['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]],
    'imap_cache' => 'db', 'messages_cache' => 'db',
    'des_key' => '123456789012345678901234',
    'log_dir' => '{folder}', 'temp_dir' => '{folder}',
    'plugins' => [], 'language' => 'en_US', 'create_default_folders' => true,
];
""")

php = subprocess.Popen(["php", "-S", "127.0.0.1:0", "-t", WEB], env={**os.environ, "ROUNDCUBE_CONFIG_DIR": config},
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def address():
    for line in php.stderr:
        if match := re.search(r"\((http://\S+)\) started", line):
            return match[1]
    raise AssertionError("PHP's web server did not start")


class Browser:
    """What its page in a browser would send; TOKEN stands in each page against forged requests."""

    def __init__(self, base):
        self.base, self.token = base, None
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def page(self, form=None, **query):
        data = urllib.parse.urlencode(form).encode() if form else None
        with self.opener.open(f"{self.base}/?{urllib.parse.urlencode(query)}", data, timeout=60) as answer:
            text = answer.read().decode()
        if match := re.search(r'"request_token":"(\w+)"', text):
            self.token = match[1]
        return text

    def ask(self, action, form=None, task="mail", **query):
        """A request of the page's script; returns what the page is told to do."""
        data = urllib.parse.urlencode({**form, "_remote": 1}).encode() if form else None
        query = {"_task": task, "_action": action, "_remote": 1, **query}
        request = urllib.request.Request(f"{self.base}/?{urllib.parse.urlencode(query)}", data, {"X-Roundcube-Request": self.token})
        with self.opener.open(request, timeout=60) as answer:
            done = json.load(answer)["exec"]
        assert '"error"' not in done and '"warning"' not in done, (action, done)
        return done


def rows(told):
    """Message rows as {subject: UID}."""
    return {json.loads(row)["subject"]: int(uid) for uid, row in re.findall(r'add_message_row\((\d+),(\{.*?\}),\{', told)}


try:
    browser = Browser(address())
    form = re.search(r'name="_token" value="(\w+)"', browser.page())
    inbox = browser.page({"_token": form[1], "_task": "login", "_action": "login", "_timezone": "UTC", "_user": user, "_pass": password}, _task="login")
    assert "rcmlogout" in inbox or "_task=logout" in inbox, inbox[:2000]
    for name in ("Drafts", "Sent", "Junk", "Trash"):
        assert f'"{name}"' in inbox, name

    uids = rows(browser.ask("list", _mbox="INBOX", _refresh=1))
    assert sorted(uids) == [f"Letter {i}" for i in range(6)], uids
    shown = browser.page(_task="mail", _action="show", _mbox="INBOX", _uid=uids["Letter 0"])
    assert "..and so on" in shown, shown

    def do(action, subject, **more):
        return browser.ask(action, {"_uid": uids[subject], "_mbox": "INBOX", **more})

    do("mark", "Letter 1", _flag="flagged")
    do("mark", "Letter 2", _flag="read")
    browser.page({"_name": "Pläne", "_parent": "", "_token": browser.token}, _task="settings", _action="save-folder", _framed=1)
    do("move", "Letter 3", _target_mbox="Archive")
    do("copy", "Letter 4", _target_mbox="Archive")
    do("move", "Letter 5", _target_mbox="Trash")
    assert sorted(rows(browser.ask("list", _mbox="INBOX"))) == [f"Letter {i}" for i in (0, 1, 2, 4)]
    assert sorted(rows(browser.ask("list", _mbox="Archive"))) == ["Letter 3", "Letter 4"]
    found = browser.ask("search", _mbox="INBOX", _q="Letter 2", _headers="subject,from", _scope="base", _filter="ALL")
    assert sorted(rows(found)) == ["Letter 2"], found
    by_subject = rows(browser.ask("list", _mbox="INBOX", _sort="subject_DESC"))
    assert list(by_subject) == [f"Letter {i}" for i in (4, 2, 1, 0)], by_subject
    browser.ask("refresh", {"_mbox": "INBOX", "_list": 1})
    browser.page(_task="logout", _token=browser.token)
    print("done")
finally:
    php.kill()
    php.wait()
