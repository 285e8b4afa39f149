using System.Text;

namespace Postfach.Mime;

/// <summary>
/// The header fields that mail programs show in their lists, and ask for with HEADER.FIELDS (RFC 9051 §6.4.5.1): they are laid apart, so that a list of
/// messages can be told without reading the messages.
/// </summary>
public static class ListedFields
{
    // What Outlook, Thunderbird, Apple Mail, the phones' programs, Roundcube, mutt, mbsync and OfflineIMAP ask for.
    public static readonly FieldNames Names = new(
        new[]
        {
            "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Newsgroups", "Followup-To",
            "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Priority", "X-Priority", "Importance", "X-MSMail-Priority", "List-Id", "List-Post",
            "List-Unsubscribe", "Mail-Followup-To", "Mail-Reply-To", "Return-Path", "Delivered-To", "X-Uniform-Type-Identifier", "X-Universally-Unique-Identifier",
            "Resent-From", "Resent-To", "Resent-Message-ID", "Resent-Date", "X-Spam-Status", "X-Spam-Flag", "X-Label", "X-Keywords", "Disposition-Notification-To",
            "Auto-Submitted", "Keywords", "X-Draft-Info", "X-Mozilla-Status", "X-Mailer", "User-Agent", "X-TUID",
        }.Select(Encoding.ASCII.GetBytes));
}
