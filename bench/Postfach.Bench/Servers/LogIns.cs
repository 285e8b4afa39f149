using Postfach.Bench.Load;

namespace Postfach.Bench.Servers;

/// <summary>Clients that are logged in to a server.</summary>
internal static class LogIns
{
    /// <param name="selected">Is selected as well.</param>
    public static async Task<ImapClient> LogInAsync(
        this MailServer server, string user, string? selected = null, bool tls = false, int buffer = LoadConnection.Small)
    {
        var imap = await ImapClient.ConnectAsync(server.EndPoint(tls ? "imaps" : "imap"), tls, buffer);
        try
        {
            await imap.RunAsync($"LOGIN {user} {MailServer.Password}");
            if (selected is not null)
                await imap.RunAsync($"SELECT {selected}");
            return imap;
        }
        catch
        {
            imap.Dispose();
            throw;
        }
    }

    public static async Task<Pop3Client> LogInToPop3Async(this MailServer server, string user, bool tls = false)
    {
        var pop3 = await Pop3Client.ConnectAsync(server.EndPoint(tls ? "pop3s" : "pop3"), tls);
        try
        {
            await pop3.LogInAsync(user, MailServer.Password);
            return pop3;
        }
        catch
        {
            pop3.Dispose();
            throw;
        }
    }

    /// <summary>Takes all messages out of INBOX again, so that every round begins alike.</summary>
    public static async Task EmptyInboxAsync(this MailServer server, string user)
    {
        using var imap = await server.LogInAsync(user, "INBOX");
        await imap.RunAsync("UID STORE 1:* +FLAGS.SILENT (\\Deleted)");
        await imap.RunAsync("EXPUNGE");
        await imap.RunAsync("LOGOUT");
    }
}
