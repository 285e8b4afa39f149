using System.Collections.Frozen;
using Postfach.Mail;

namespace Postfach.Retrieval;

/// <summary>What mailboxes are called by mail programs that do not say what they are for (RFC 6154), in the languages that are met most.</summary>
internal static class SpecialUseNames
{
    private static readonly FrozenDictionary<string, SpecialUse> Names = All().ToFrozenDictionary(n => n.Name, n => n.Use, StringComparer.OrdinalIgnoreCase);

    /// <param name="name">The mailbox's last level.</param>
    public static SpecialUse Of(string name) => Names.GetValueOrDefault(name.Normalize().Trim());

    // English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish and Norwegian, Polish, Czech, Russian, Japanese, Chinese.
    private static IEnumerable<(string Name, SpecialUse Use)> All() =>
    [
        .. Of(
            SpecialUse.Sent, "Sent", "Sent Items", "Sent Mail", "Sent Messages", "Gesendet", "Gesendete Elemente", "Gesendete Objekte", "Gesendete Nachrichten", "Envoyés",
            "Éléments envoyés", "Messages envoyés", "Courrier envoyé", "Enviados", "Elementos enviados", "Mensajes enviados", "Correo enviado", "Inviati", "Posta inviata",
            "Inviata", "Itens enviados", "Mensagens enviadas", "Verzonden", "Verzonden items", "Skickat", "Skickade objekt", "Sendt", "Sendt post", "Sendte elementer", "Wysłane",
            "Elementy wysłane", "Odeslané", "Odeslaná pošta", "Отправленные", "送信済み", "送信済みアイテム", "送信済みトレイ", "已发送", "已发送邮件", "寄件備份"),
        .. Of(
            SpecialUse.Drafts, "Drafts", "Draft", "Entwürfe", "Entwurf", "Brouillons", "Borradores", "Bozze", "Rascunhos", "Concepten", "Utkast", "Kladder", "Wersje robocze",
            "Robocze", "Szkice", "Koncepty", "Rozepsané", "Черновики", "下書き", "草稿", "草稿箱"),
        .. Of(
            SpecialUse.Trash, "Trash", "Deleted Items", "Deleted Messages", "Deleted", "Bin", "Papierkorb", "Gelöschte Elemente", "Gelöschte Objekte", "Gelöscht", "Corbeille",
            "Éléments supprimés", "Messages supprimés", "Papelera", "Elementos eliminados", "Mensajes eliminados", "Cestino", "Posta eliminata", "Eliminata", "Lixo",
            "Lixeira", "Itens eliminados", "Itens excluídos", "Prullenbak", "Verwijderde items", "Papperskorgen", "Borttaget", "Slettet post", "Papirkurv", "Slettede elementer",
            "Kosz", "Elementy usunięte", "Koš", "Odstraněná pošta", "Удаленные", "Удалённые", "Корзина", "ゴミ箱", "ごみ箱", "削除済みアイテム", "已删除", "已删除邮件", "垃圾桶"),
        .. Of(
            SpecialUse.Junk, "Junk", "Junk E-mail", "Junk Email", "Spam", "Bulk Mail", "Bulk", "Spamverdacht", "Unerwünscht", "Werbung", "Pourriel", "Pourriels", "Courrier indésirable",
            "Indésirables", "Correo no deseado", "No deseado", "Posta indesiderata", "Indesiderata", "Correio eletrónico de lixo", "Lixo eletrônico", "Ongewenste e-mail", "Ongewenst",
            "Skräp", "Skräppost", "Uønsket", "Søppelpost", "Uønsket e-mail", "Wiadomości-śmieci", "Niechciane", "Nevyžádaná pošta", "Нежелательная почта", "Спам", "迷惑メール", "垃圾邮件"),
        .. Of(
            SpecialUse.Archive, "Archive", "Archives", "Archiv", "Archivo", "Archivio", "Arquivo", "Arquivo morto", "Archief", "Arkiv", "Archiwum", "Archív", "Архив", "アーカイブ", "存档",
            "归档"),
    ];

    private static IEnumerable<(string, SpecialUse)> Of(SpecialUse use, params string[] names) => names.Select(n => (n.Normalize(), use));
}
