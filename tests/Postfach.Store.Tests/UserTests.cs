using Postfach.Mail;

namespace Postfach.Store.Tests;

/// <summary>Who can log in.</summary>
public sealed class UserTests : IAsyncDisposable
{
    private readonly TestStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_user_logs_in_with_the_right_password_only_also_after_a_restart()
    {
        await AddAsync("Anna@Example.org", "geheim");
        Assert.NotNull(await LogInAsync("anna@example.org", "geheim"));
        Assert.NotNull(await LogInAsync("ANNA@EXAMPLE.ORG", "geheim"));
        Assert.Null(await LogInAsync("anna@example.org", "Geheim"));
        Assert.Null(await LogInAsync("anna@example.org", ""));
        Assert.Null(await LogInAsync("nobody", "geheim"));
        Assert.Null(await LogInAsync("not a name", "geheim"));
        await _store.CloseAsync();
        Assert.NotNull(await LogInAsync("anna@example.org", "geheim"));
    }

    [Fact]
    public async Task Passwords_are_compared_as_SASLprep_has_them()
    {
        await AddAsync("anna", "pass\u00A0wo\u0308rd\u00AD");
        Assert.NotNull(await LogInAsync("anna", "pass w\u00F6rd"));
    }

    [Fact]
    public async Task A_second_user_of_a_name_is_refused_and_a_removed_ones_number_is_not_given_again()
    {
        var first = await AddAsync("anna", "a");
        Assert.Null(await _store.Store.Users.AddAsync(Name("ANNA"), "b", TestStore.Ct));
        Assert.True(_store.Store.Users.Remove(Name("anna")));
        Assert.False(_store.Store.Users.Remove(Name("anna")));
        Assert.Null(await LogInAsync("anna", "a"));
        var second = await AddAsync("anna", "a");
        Assert.True(second!.Account.Value > first!.Account.Value);
    }

    [Fact]
    public async Task A_changed_password_ends_the_memory_of_the_old_one_at_once()
    {
        await AddAsync("anna", "old");
        Assert.NotNull(await LogInAsync("anna", "old"));
        Assert.True(await _store.Store.Users.SetPasswordAsync(Name("anna"), "new", TestStore.Ct));
        Assert.Null(await LogInAsync("anna", "old"));
        Assert.NotNull(await LogInAsync("anna", "new"));
        Assert.False(await _store.Store.Users.SetPasswordAsync(Name("bert"), "new", TestStore.Ct));
    }

    [Fact]
    public async Task A_log_in_that_succeeded_a_moment_ago_does_not_derive_again_and_is_forgotten_after_a_while()
    {
        await AddAsync("anna", "secret");
        var authenticator = _store.Store.Authenticator;
        await LogInAsync("anna", "secret");
        Assert.Equal(1, authenticator.Derivations);
        await LogInAsync("anna", "secret");
        Assert.Equal(1, authenticator.Derivations);
        await LogInAsync("anna", "wrong");
        Assert.Equal(2, authenticator.Derivations);
        await LogInAsync("anna", "secret");
        Assert.Equal(2, authenticator.Derivations);
        _store.Time.Advance(_store.Options.LogInMemory);
        await LogInAsync("anna", "secret");
        Assert.Equal(3, authenticator.Derivations);
    }

    [Fact]
    public async Task An_unknown_name_costs_a_derivation_too()
    {
        Assert.Null(await LogInAsync("nobody", "secret"));
        Assert.Equal(1, _store.Store.Authenticator.Derivations);
    }

    [Fact]
    public void A_record_is_what_SCRAM_keeps()
    {
        // RFC 7677 §3: the example's salt and iterations; its keys follow from the exchange shown there.
        var record = PasswordRecord.Create("pencil", 4096, Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="));
        var message = "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
            + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        var signature = System.Security.Cryptography.HMACSHA256.HashData(record.ServerKey, System.Text.Encoding.ASCII.GetBytes(message));
        Assert.Equal("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Convert.ToBase64String(signature));
        Assert.True(record.Matches("pencil"));
        Assert.False(record.Matches("Pencil"));
    }

    private static UserName Name(string name) => UserName.TryParse(name, out var parsed, out var why) ? parsed : throw new FormatException(why);

    private Task<User?> AddAsync(string name, string password) => _store.Store.Users.AddAsync(Name(name), password, TestStore.Ct);

    [Fact]
    public async Task SCRAM_SHA_1_has_a_record_as_well()
    {
        await AddAsync("anna", "pencil");
        foreach (var mechanism in new[] { PasswordRecord.ScramSha1, PasswordRecord.ScramSha256 })
        {
            var record = _store.Store.Authenticator.RecordFor("Anna", mechanism);
            Assert.True(record.Matches("pencil"));
            Assert.False(record.Matches("pen"));
        }

        await _store.CloseAsync();
        Assert.True(_store.Store.Authenticator.RecordFor("anna", PasswordRecord.ScramSha1).Matches("pencil"));
    }

    [Theory]
    [InlineData("nobody", "Nobody", 16, 32, PasswordRecord.ScramSha256)]
    [InlineData("not a name", "not a name", 16, 20, PasswordRecord.ScramSha1)]
    public async Task Nobodys_record_looks_like_any_and_is_the_same_each_time(string name, string again, int saltBytes, int keyBytes, string mechanism)
    {
        await AddAsync("anna", "pencil");
        var record = _store.Store.Authenticator.RecordFor(name, mechanism);
        var real = _store.Store.Authenticator.RecordFor("anna", mechanism);
        Assert.Equal((real.Iterations, saltBytes, keyBytes), (record.Iterations, record.Salt.Length, record.StoredKey.Length));
        Assert.Equal((real.Salt.Length, real.StoredKey.Length), (saltBytes, keyBytes));
        Assert.NotEqual(record.Salt, _store.Store.Authenticator.RecordFor(name + "2", mechanism).Salt);
        await _store.CloseAsync();
        Assert.Equal(record.Salt, _store.Store.Authenticator.RecordFor(again, mechanism).Salt);
    }

    private async Task<User?> LogInAsync(string name, string password) => await _store.Store.Authenticator.LogInAsync(name, password, TestStore.Ct);
}
