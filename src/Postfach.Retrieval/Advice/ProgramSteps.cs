namespace Postfach.Retrieval;

/// <summary>Where the settings are in mail programs, with the names that they have there.</summary>
internal static class ProgramSteps
{
    public static readonly Programs English = new(
        new Steps(
            "Classic Outlook: File, Add account; enter the address, Advanced options, Let me set up my account manually.",
            "File, Account settings, Change, More settings, Advanced: take out 'Leave a copy of messages on the server'.",
            "File, Account settings, Change, More settings, Advanced: set 'Leave a copy of messages on the server' and 'Remove from server after 7 days'; take out 'Remove from server when deleted'.",
            "File, Account settings, Change: 'Mail to keep offline' on All."),
        new Steps(
            "Account settings, Add account, Mail account: name, address, then Configure manually, password.",
            "Account settings, Server settings: take out 'Leave messages on server'.",
            "Account settings, Server settings: set 'Leave messages on server' and 'For at most 7 days' (14 stands there); take out 'Until I delete them'.",
            "Account settings, Synchronization & Storage: set 'Keep messages in all folders for this account on this computer'."),
        new Steps(
            "Mail, Settings, Accounts, +, Other Mail Account: name, address, password.",
            "Settings, Accounts, Account information: 'Remove copy from server after retrieving a message', Right away.",
            "Settings, Accounts, Account information: 'Remove copy from server after retrieving a message', After one week.",
            "Settings, Accounts, Account information: 'Download attachments', All."));

    public static readonly Programs German = new(
        new Steps(
            "Klassisches Outlook: Datei, Konto hinzufügen; Adresse eingeben, Erweiterte Optionen, Ich möchte mein Konto manuell einrichten.",
            "Datei, Kontoeinstellungen, Ändern, Weitere Einstellungen, Erweitert: 'Kopie aller Nachrichten auf dem Server belassen' herausnehmen.",
            "Datei, Kontoeinstellungen, Ändern, Weitere Einstellungen, Erweitert: 'Kopie aller Nachrichten auf dem Server belassen' und 'Nach 7 Tagen vom Server entfernen' setzen; 'Vom Server entfernen, wenn aus \"Gelöschte Elemente\" entfernt' herausnehmen.",
            "Datei, Kontoeinstellungen, Ändern: 'E-Mails im Offlinemodus' auf Alle."),
        new Steps(
            "Konten-Einstellungen, Konto hinzufügen, E-Mail-Konto: Name, Adresse, dann Manuell einrichten, Passwort.",
            "Konten-Einstellungen, Server-Einstellungen: 'Nachrichten auf dem Server belassen' herausnehmen.",
            "Konten-Einstellungen, Server-Einstellungen: 'Nachrichten auf dem Server belassen' und 'Lösche Nachrichten vom Server nach 7 Tagen' setzen (14 steht da); 'Nachrichten vom Server löschen, wenn sie aus dem Posteingang gelöscht werden' herausnehmen.",
            "Konten-Einstellungen, Synchronisation & Speicherplatz: 'Nachrichten für alle Ordner dieses Kontos auf diesem Computer bereithalten' setzen."),
        new Steps(
            "Mail, Einstellungen, Accounts, +, Anderer Mail-Account: Name, Adresse, Passwort.",
            "Einstellungen, Accounts, Account-Informationen: 'Nach Erhalt einer E-Mail Kopie vom Server löschen', Sofort.",
            "Einstellungen, Accounts, Account-Informationen: 'Nach Erhalt einer E-Mail Kopie vom Server löschen', Nach einer Woche.",
            "Einstellungen, Accounts, Account-Informationen: 'Anhänge laden', Alle."));

    /// <param name="Add">How an account is added.</param>
    /// <param name="Delete">POP3: the copy goes at once.</param>
    /// <param name="Week">POP3: the copy goes after seven days.</param>
    /// <param name="Offline">IMAP: all mail is kept in the program as well.</param>
    internal sealed record Steps(string Add, string Delete, string Week, string Offline);

    internal sealed record Programs(Steps Outlook, Steps Thunderbird, Steps AppleMail);
}
