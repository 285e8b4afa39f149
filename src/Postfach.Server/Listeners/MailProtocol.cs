namespace Postfach.Server.Listeners;

public enum MailProtocol { Imap, Pop3, Lmtp }
