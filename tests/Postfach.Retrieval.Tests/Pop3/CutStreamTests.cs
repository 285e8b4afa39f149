using System.Buffers;
using CsCheck;
using Postfach.Mail;
using Postfach.Store;

namespace Postfach.Retrieval.Tests.Pop3;

/// <summary>What a provider sends arrives in any pieces: replies, messages and the ledger's lines are the same ones however it is cut.</summary>
public sealed class CutStreamTests : IAsyncLifetime
{
    private readonly Maildrop _drop = Maildrop.Of(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1), "leave");
    private AccountLease? _lease;
    private int _rounds;

    // From one byte to 64 KiB, small ones more often.
    private static Gen<int[]> Cuts { get; } = Gen.OneOf(Gen.Int[1, 4], Gen.Int[1, 100], Gen.Int[1, 64 << 10]).Array[1, 40];

    private static Gen<byte[][]> Messages { get; } =
        Gen.OneOf(Gen.Const("."), Gen.Const("\r\n"), Gen.Const("\r\n.\r\n"), Gen.Const("\n."), Gen.Const("\r"), Gen.Const("Subject: a\r\n"), Gen.Const("ä"), Gen.Const("\0"), Gen.Const(new string('x', 5000)))
            .Array[0, 20].Select(parts => System.Text.Encoding.UTF8.GetBytes(string.Concat(parts) + "\r\n")).Array[1, 6];

    public async ValueTask InitializeAsync() => _lease = await _drop.Store.OpenAsync(new AccountId(1), Maildrop.Ct);

    public async ValueTask DisposeAsync()
    {
        _lease?.Dispose();
        await _drop.DisposeAsync();
    }

    [Fact]
    public Task Messages_and_lines_do_not_depend_on_how_a_provider_s_bytes_are_cut() => Gen.Select(Messages, Cuts).SampleAsync(
        async (messages, cuts) =>
        {
            var account = _lease!.Account; // Opened at the start
            var remote = await account.Ledger.OpenAsync(_drop.Source.Id, $"round {_rounds++}", Maildrop.Ct);
            await using var client = new Pop3Client(new CutStream(Sent(messages), cuts));
            var landing = new FolderLanding(RemoteFolder.Maildrop, $"R{remote.Id.Value}");
            await using (var intake = new MessageIntake(Run(account), remote.Id, landing, (_, _) => { }))
            {
                for (var number = 0; number < messages.Length; number++)
                {
                    Assert.Equal(new Postfach.Protocol.Pop3.Pop3Response(true, "", $"{number} follows"), await client.ReadAsync(Maildrop.Ct));
                    intake.Begin(new RemoteMessage((uint)number + 1, $"id{number}", messages[number].Length));
                    await client.ReadBodyAsync(piece => intake.WriteAsync(piece, Maildrop.Ct), Maildrop.Ct);
                    await intake.EndAsync(Maildrop.Ct);
                }

                await intake.FinishAsync(Maildrop.Ct);
            }

            Assert.Equal("bye", (await client.ReadAsync(Maildrop.Ct)).Text);
            var here = (await account.OpenMailboxAsync(MailboxName.Parse($"R{remote.Id.Value}"), Maildrop.Ct))!.Current.Messages().Select(m => BytesOf(account, m)); // Mail landed there
            Assert.Equal(messages, here);
            var lines = account.Ledger.Read(remote.Id).OrderBy(l => l.Id, StringComparer.Ordinal).ToList();
            Assert.Equal(messages.Select((m, i) => ($"id{i}", (long)m.Length, Convert.ToHexString(HashOf(m)), CopyState.There)), lines.Select(l => (l.Id, l.Size, Convert.ToHexString(l.Header.Span), l.State)));
            Assert.All(lines, l => Assert.Null(l.Reason));
        },
        iter: 60, threads: 1);

    // An intake asks no session.
    private RunContext Run(Account account)
    {
        var (source, now) = (_drop.Source, _drop.Time.GetUtcNow());
        return new RunContext(source, account, Session: null!, Actor.Postfach, new ByteBudget(source.Settings, source.State, now), Progress: null, _drop.Time, now, IsDry: false);
    }

    private static byte[] Sent(byte[][] messages)
    {
        var sent = new ArrayBufferWriter<byte>();
        for (var number = 0; number < messages.Length; number++)
        {
            sent.Write(System.Text.Encoding.ASCII.GetBytes($"+OK {number} follows\r\n"));
            var text = System.Text.Encoding.Latin1.GetString(messages[number]).Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
            sent.Write(System.Text.Encoding.Latin1.GetBytes((text.StartsWith('.') ? "." : "") + text + ".\r\n"));
        }

        sent.Write("+OK bye\r\n"u8);
        return sent.WrittenSpan.ToArray();
    }

    private static byte[] BytesOf(Account account, Message message)
    {
        var output = new ArrayBufferWriter<byte>();
        account.Bodies.WriteBytes(message.Body, 0, message.Size, output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] HashOf(byte[] message)
    {
        using var hash = new HeaderHash();
        hash.Write(message);
        return hash.Finish();
    }

    private sealed class CutStream(byte[] bytes, int[] cuts) : ConnectionStream(Null)
    {
        private int _at;
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(Math.Min(cuts[_reads++ % cuts.Length], buffer.Length), bytes.Length - _at);
            bytes.AsSpan(_at, count).CopyTo(buffer.Span);
            _at += count;
            return ValueTask.FromResult(count);
        }
    }
}
