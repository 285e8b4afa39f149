using System.Globalization;
using System.Net;
using System.Text;

namespace Postfach.Bench.Load;

/// <summary>IMAP as the bench speaks it: commands in, nothing of the answers kept but that they are OK. Not thread-safe.</summary>
internal sealed class ImapClient : IDisposable
{
    // No text of a message looks like that.
    private const string TagStart = "Zq8xV";
    private static readonly byte[] TagBytes = "Zq8xV"u8.ToArray();

    private readonly LoadConnection _connection;
    private byte[] _sent = new byte[1024];
    private int _tags;

    private ImapClient(LoadConnection connection) => _connection = connection;

    /// <summary>Connects and reads the greeting.</summary>
    public static async Task<ImapClient> ConnectAsync(IPEndPoint server, bool tls = false, int buffer = LoadConnection.Small)
    {
        var imap = new ImapClient(await LoadConnection.ConnectAsync(server, tls, buffer));
        try
        {
            var greeting = await imap._connection.ReadLineAsync();
            return greeting.Span.StartsWith("* OK"u8) ? imap : throw new LoadException(Encoding.Latin1.GetString(greeting.Span));
        }
        catch
        {
            imap.Dispose();
            throw;
        }
    }

    /// <summary>Sends one command and reads all of its answer.</summary>
    /// <returns>How many bytes came.</returns>
    /// <exception cref="LoadException">It was not answered with OK.</exception>
    public async ValueTask<long> RunAsync(string command)
    {
        var tag = NextTag();
        await SendAsync($"{tag} {command}\r\n");
        return await ReadAnswerAsync(tag, command);
    }

    /// <summary>Sends a command that is bytes, from after its tag up to its CRLF.</summary>
    public async ValueTask<long> RunAsync(ReadOnlyMemory<byte> command)
    {
        var tag = NextTag();
        await SendAsync(tag + " ");
        await _connection.SendAsync(command);
        return await ReadAnswerAsync(tag, "the command");
    }

    /// <summary>Sends commands together, as many as there are, the next as soon as one is done.</summary>
    /// <param name="command">From after the tag up to the CRLF; none: that was the last.</param>
    public async Task RunManyAsync(int atOnce, Func<ReadOnlyMemory<byte>?> command)
    {
        var waiting = 0;
        for (var goesOn = true; goesOn || waiting > 0;)
        {
            while (goesOn && waiting < atOnce)
            {
                if (command() is not { } next)
                {
                    goesOn = false;
                    continue;
                }

                await SendAsync(NextTag() + " ");
                await _connection.SendAsync(next);
                waiting++;
            }

            if (waiting > 0)
                await ReadDoneAsync();
            waiting--;
        }
    }

    /// <summary>Sends IDLE and waits until the server has begun with it.</summary>
    public async Task BeginIdleAsync()
    {
        await SendAsync($"{NextTag()} IDLE\r\n");
        while (!(await _connection.ReadLineAsync()).Span.StartsWith("+"u8))
            continue;
    }

    /// <summary>In IDLE: waits until it is told of a number of messages.</summary>
    public async Task ReadExistsAsync()
    {
        while (!(await _connection.ReadLineAsync()).Span.EndsWith(" EXISTS"u8))
            continue;
    }

    public async Task EndIdleAsync()
    {
        await SendAsync("DONE\r\n");
        await ReadDoneAsync();
    }

    public void Dispose() => _connection.Dispose();

    private string NextTag() => string.Create(CultureInfo.InvariantCulture, $"{TagStart}{++_tags:D7}");

    private ValueTask SendAsync(string text)
    {
        if (_sent.Length < text.Length)
            _sent = new byte[text.Length * 2];
        return _connection.SendAsync(_sent.AsMemory(0, Encoding.Latin1.GetBytes(text, _sent)));
    }

    private async ValueTask<long> ReadAnswerAsync(string tag, string command)
    {
        var begin = _sent.AsMemory(0, Encoding.Latin1.GetBytes(tag + " ", _sent));
        var (bytes, line) = await _connection.ReadToLineAsync(begin);
        return line.Span[begin.Length..].StartsWith("OK"u8) ? bytes : throw new LoadException($"{command}: {Encoding.Latin1.GetString(line.Span)}");
    }

    private async ValueTask ReadDoneAsync()
    {
        var line = await _connection.ReadLineAsync();
        while (!line.Span.StartsWith(TagBytes))
            line = await _connection.ReadLineAsync();
        if (!line.Span[(TagBytes.Length + 8)..].StartsWith("OK"u8))
            throw new LoadException(Encoding.Latin1.GetString(line.Span));
    }
}
