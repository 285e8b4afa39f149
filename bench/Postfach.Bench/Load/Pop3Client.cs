using System.Net;
using System.Text;

namespace Postfach.Bench.Load;

/// <summary>POP3 as the bench speaks it. Not thread-safe.</summary>
internal sealed class Pop3Client : IDisposable
{
    private readonly LoadConnection _connection;

    private Pop3Client(LoadConnection connection) => _connection = connection;

    /// <summary>Connects and reads the greeting.</summary>
    public static async Task<Pop3Client> ConnectAsync(IPEndPoint server, bool tls = false)
    {
        var pop3 = new Pop3Client(await LoadConnection.ConnectAsync(server, tls, LoadConnection.Large));
        try
        {
            await pop3.ReadAsync();
            return pop3;
        }
        catch
        {
            pop3.Dispose();
            throw;
        }
    }

    public async Task LogInAsync(string user, string password)
    {
        await RunAsync($"USER {user}");
        await RunAsync($"PASS {password}");
    }

    /// <summary>A command that is answered with one line.</summary>
    public async Task RunAsync(string command)
    {
        await _connection.SendAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        await ReadAsync();
    }

    /// <summary>A command that is answered with many lines.</summary>
    /// <returns>How many bytes came.</returns>
    public async Task<long> RunMultiLineAsync(string command)
    {
        await _connection.SendAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        return await _connection.ReadMultiLinesAsync(1);
    }

    /// <summary>RETR of the first messages, all commands sent without waiting (RFC 2449 §6.6).</summary>
    /// <returns>How many bytes came.</returns>
    public async Task<long> RetrieveAsync(int messages)
    {
        var commands = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, messages).Select(n => $"RETR {n}\r\n")));
        // Not one after the other: a server may stop reading while nobody takes its answers.
        var sending = _connection.SendAsync(commands).AsTask();
        var bytes = await _connection.ReadMultiLinesAsync(messages);
        await sending;
        return bytes;
    }

    public void Dispose() => _connection.Dispose();

    private async Task ReadAsync()
    {
        var line = await _connection.ReadLineAsync();
        if (!line.Span.StartsWith("+OK"u8))
            throw new LoadException(Encoding.Latin1.GetString(line.Span));
    }
}
