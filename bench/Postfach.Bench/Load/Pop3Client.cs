using System.Net;
using System.Text;

namespace Postfach.Bench.Load;

/// <summary>POP3 as the bench speaks it. Not thread-safe.</summary>
internal sealed class Pop3Client : IDisposable
{
    // So many commands are sent together, and twice as many may be on the way.
    private const int Pipelined = 250;

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

    /// <summary>RETR of the first messages, many commands on the way at any time (RFC 2449 §6.6).</summary>
    /// <returns>How many bytes came.</returns>
    public async Task<long> RetrieveAsync(int messages)
    {
        var (bytes, sent) = (0L, 0);
        for (var done = 0; done < messages; done += Math.Min(Pipelined, messages - done))
        {
            // Never so many that the server stops reading while it waits for its answers to be taken.
            while (sent < Math.Min(messages, done + (2 * Pipelined)))
            {
                var count = Math.Min(Pipelined, messages - sent);
                await _connection.SendAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(sent + 1, count).Select(n => $"RETR {n}\r\n"))));
                sent += count;
            }

            bytes += await _connection.ReadMultiLinesAsync(Math.Min(Pipelined, messages - done));
        }

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
