using Postfach.Mail;

namespace Postfach.Retrieval.Tests.Rules;

/// <summary>Flags over many days on which people read and mark the same messages here and at the provider.</summary>
public sealed class FlagDaysTests
{
    private static readonly FlagSet[] Kinds =
    [
        FlagSet.Of(MessageFlags.Seen), FlagSet.Of(MessageFlags.Answered), FlagSet.Of(MessageFlags.Flagged),
        FlagSet.Of(MessageFlags.None, Keyword.TryParse("work", out var work) ? work : default),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Each_flag_is_as_it_changed_there_since_the_last_look_or_else_as_it_is_here(int seed)
    {
        var random = new Random(seed);
        var provider = new FakeProvider(isPop3: false);
        await using var days = await Days.BeginAsync("delete-after-read=3d never-flagged keep-newest=8", provider, s => s with { Protocol = SourceProtocol.Imap });
        var messages = Enumerable.Range(0, 8).Select(i => new Copy($"m{i}")).ToList();
        messages.ForEach(m => days.Arrive(m.Name, flags: FlagSet.Empty));
        await RunAsync();
        for (var step = 0; step < 150; step++)
            await DoAsync(messages[random.Next(messages.Count)]);
        await RunAsync();

        async Task DoAsync(Copy message)
        {
            var change = random.Next(2) == 0 ? FlagChange.Add(Kinds[random.Next(Kinds.Length)]) : FlagChange.Remove(Kinds[random.Next(Kinds.Length)]);
            switch (random.Next(20))
            {
                case < 8:
                    provider.Flag(message.Name, change);
                    message.There = change.ApplyTo(message.There);
                    break;
                case < 15 when message.Here is not null:
                    await days.ChangeAsync(provider.Id(message.Name), change);
                    message.Here = change.ApplyTo(message.Here);
                    break;
                case < 17 when message.Here is not null:
                    await days.MoveAsync(provider.Id(message.Name), random.Next(2) == 0 ? "Archive" : "Sent");
                    break;
                case 17 when message.Here is not null && random.Next(5) == 0:
                    await days.DeleteAsync(provider.Id(message.Name));
                    message.Here = null;
                    break;
                default:
                    await RunAsync();
                    break;
            }
        }

        async Task RunAsync()
        {
            Assert.Null((await days.RunAsync()).Error);
            foreach (var message in messages)
            {
                message.Look();
                if (message.Here is not null)
                    Assert.Equal(message.Here, await days.FlagsAsync(provider.Id(message.Name)));
            }
        }
    }

    // Told flag by flag, and not by the difference that the store uses.
    private sealed class Copy(string name)
    {
        private FlagSet _seen = FlagSet.Empty;

        public string Name => name;

        public FlagSet There { get; set; } = FlagSet.Empty;

        /// <summary>Null: it was deleted here.</summary>
        public FlagSet? Here { get; set; } = FlagSet.Empty;

        public void Look()
        {
            foreach (var flag in Kinds.Where(k => Has(There, k) != Has(_seen, k)))
                Here = Here is null ? null : Has(There, flag) ? Here.With(flag) : Here.Without(flag);
            _seen = There;
        }

        private static bool Has(FlagSet flags, FlagSet flag) => flags.With(flag).Equals(flags);
    }
}
