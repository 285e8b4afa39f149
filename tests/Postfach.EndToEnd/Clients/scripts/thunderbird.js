// Thunderbird does not read the first line of its start-up script.
// What a person does at Thunderbird, by its own interfaces. Reads its settings from the environment, writes one JSON line for each finding.
"use strict";

const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const settings = JSON.parse(Services.env.get("POSTFACH_SETTINGS"));

// The test makes this file when the script shall go on.
const goOn = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
goOn.initWithPath(settings.goOn);

const tell = (step, found = null) => dump(`postfach: ${JSON.stringify({ step, found })}\n`);

// Something that reports its end to a listener, as a promise.
function ended(start) {
  return new Promise((resolve, reject) => {
    const settle = status => (Components.isSuccessCode(status) ? resolve() : reject(new Error(`status ${status.toString(16)}`)));
    start({
      QueryInterface: ChromeUtils.generateQI(["nsIUrlListener", "nsIMsgCopyServiceListener"]),
      onStartRunningUrl() {},
      OnStartRunningUrl() {},
      OnStopRunningUrl: (url, status) => settle(status),
      onStopRunningUrl: (url, status) => settle(status),
      onStartCopy() {},
      onProgress() {},
      setMessageKey() {},
      getMessageId: () => null,
      onStopCopy: status => settle(status),
    });
  });
}

const update = folder => ended(listener => folder.QueryInterface(Ci.nsIMsgImapMailFolder).updateFolderWithListener(null, listener));

const copy = (from, messages, to, move) =>
  ended(listener => MailServices.copy.copyMessages(from, messages, to, move, listener, null, false));

const remove = (folder, messages) => ended(listener => folder.deleteMessages(messages, null, false, false, listener, false));

// A message as the window that shows it reads it.
function read(header) {
  const uri = header.folder.getUriForMsg(header);
  return new Promise((resolve, reject) => {
    let text = "";
    MailServices.messageServiceFromURI(uri).streamMessage(uri, {
      QueryInterface: ChromeUtils.generateQI(["nsIStreamListener", "nsIRequestObserver"]),
      onStartRequest() {},
      onDataAvailable(request, stream, offset, count) {
        const input = Cc["@mozilla.org/scriptableinputstream;1"].createInstance(Ci.nsIScriptableInputStream);
        input.init(stream);
        text += input.readBytes(count);
      },
      onStopRequest: (request, status) => (Components.isSuccessCode(status) ? resolve(text) : reject(new Error(`read: ${status.toString(16)}`))),
    }, null, null, false, "", false);
  });
}

const children = folder => folder.subFolders.flatMap(f => [f, ...children(f)]);
const messages = folder => [...folder.messages].sort((a, b) => a.messageKey - b.messageKey);
const seen = folder => messages(folder).map(m => ({ subject: m.mime2DecodedSubject, from: m.mime2DecodedAuthor, size: m.messageSize, read: m.isRead, flagged: m.isFlagged }));

function trust(port) {
  const certificate = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB).constructX509FromBase64(settings.certificate);
  Cc["@mozilla.org/security/certoverride;1"].getService(Ci.nsICertOverrideService).rememberValidityOverride("127.0.0.1", port, {}, certificate, false);
}

function account(type, port, socketType) {
  trust(port);
  const server = MailServices.accounts.createIncomingServer(settings.user, "127.0.0.1", type);
  server.port = port;
  server.socketType = socketType;
  server.authMethod = Ci.nsMsgAuthMethod.passwordCleartext;
  server.password = settings.password;
  server.loginAtStartUp = false;
  server.doBiff = false;
  const created = MailServices.accounts.createAccount();
  created.incomingServer = server;
  created.addIdentity(MailServices.accounts.createIdentity());
  return server;
}

// What comes about in its own time, such as what the server tells unasked.
function until(what, condition) {
  return new Promise((resolve, reject) => {
    const start = Date.now();
    const timer = Cc["@mozilla.org/timer;1"].createInstance(Ci.nsITimer);
    timer.initWithCallback(() => {
      const value = condition();
      if (!value && Date.now() - start < 60000) return;
      timer.cancel();
      if (value) resolve(value);
      else reject(new Error(`waited in vain: ${what}`));
    }, 20, Ci.nsITimer.TYPE_REPEATING_SLACK);
  });
}

async function imap() {
  const server = account("imap", settings.port, settings.tls === "starttls" ? Ci.nsMsgSocketType.alwaysSTARTTLS : Ci.nsMsgSocketType.SSL);
  const root = server.rootFolder;
  const named = name => children(root).find(f => f.name === name);
  server.performExpand(null);
  const inbox = await until("INBOX", () => root.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox));
  const trash = await until("Trash", () => root.getFolderWithFlags(Ci.nsMsgFolderFlags.Trash));
  await until("Sent", () => root.getFolderWithFlags(Ci.nsMsgFolderFlags.SentMail));
  await update(inbox);
  tell("folders", children(root).map(f => f.name).sort());
  tell("inbox", seen(inbox));

  const [first, second, third, fourth] = messages(inbox);
  tell("text", await read(first));
  inbox.markMessagesRead([first, second], true);
  inbox.addMessageDispositionState(first, Ci.nsIMsgFolder.nsMsgDispositionState_Replied);
  inbox.markMessagesFlagged([second], true);
  inbox.addKeywordsToMessages([second], "$label1");
  // It does not say when the server has heard of this, and a copy over another connection would come first.
  tell("marked");
  await until("the server's flags", () => goOn.exists());
  root.createSubfolder("Reise", null);
  const travel = await until("the new folder", () => named("Reise"));
  await copy(inbox, [first, second], travel, false);
  await copy(inbox, [third], travel, true);
  await remove(inbox, [fourth]);
  await update(travel);
  tell("travel", seen(travel));
  // No listener: one that is busy with what came into it does not tell of its end.
  trash.updateFolder(null);
  await until("the deleted message", () => messages(trash).length === 1);
  tell("trash", seen(trash));

  // A mailbox that is open waits with IDLE.
  await update(inbox);
  tell("waiting");
  const arrived = await until("new mail", () => messages(inbox).find(m => m.mime2DecodedSubject === "Just in"));
  tell("arrived", await read(arrived));
  await update(inbox);
  tell("inbox at the end", seen(inbox));
}

async function pop3() {
  const server = account("pop3", settings.port, settings.tls === "starttls" ? Ci.nsMsgSocketType.alwaysSTARTTLS : Ci.nsMsgSocketType.SSL);
  server.QueryInterface(Ci.nsIPop3IncomingServer).leaveMessagesOnServer = settings.keep;
  const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
  const fetch = () => ended(listener => server.getNewMessages(inbox, null, listener));
  await fetch();
  tell("inbox", seen(inbox));
  tell("text", await read(messages(inbox)[0]));
  await fetch();
  tell("inbox at the end", seen(inbox));
}

async function run() {
  try {
    await (settings.protocol === "imap" ? imap() : pop3());
    tell("done");
  } catch (error) {
    tell("failed", `${error} ${error.stack}`);
  }
  Services.startup.quit(Ci.nsIAppStartup.eForceQuit);
}

Services.obs.addObserver(run, "mail-startup-done");
