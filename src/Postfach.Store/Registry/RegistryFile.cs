using Postfach.Mail;

namespace Postfach.Store;

/// <summary>The small file <c>postfach.db</c>: users, credentials, high-water marks. Any thread may call; every change is durable when it returns.</summary>
internal sealed class RegistryFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Database _database;

    private RegistryFile(Database database) => (_database, Sources) = (database, new SourceTable(database, _gate));

    public SourceTable Sources { get; }

    public static RegistryFile Open(string path)
    {
        var database = Database.Open(path);
        try
        {
            RegistrySchema.Tables.Apply(database);
            database.Execute("PRAGMA wal_autocheckpoint = 256");
            return new RegistryFile(database);
        }
        catch (StoreException)
        {
            database.Dispose();
            throw;
        }
    }

    public IReadOnlyList<(User User, IReadOnlyList<PasswordRecord> Passwords)> ReadUsers()
    {
        lock (_gate)
        {
            var passwords = new List<(long Account, PasswordRecord Record)>();
            var credentials = _database["SELECT account, mechanism, iterations, salt, stored_key, server_key FROM credential"];
            while (credentials.Step())
            {
                passwords.Add((credentials.Int64(0), new PasswordRecord(
                    credentials.Text(1),
                    (int)credentials.Int64(2),
                    credentials.Blob(3).ToArray(),
                    credentials.Blob(4).ToArray(),
                    credentials.Blob(5).ToArray())));
            }

            credentials.Reset();
            var byAccount = passwords.ToLookup(p => p.Account, p => p.Record);
            var users = new List<(User, IReadOnlyList<PasswordRecord>)>();
            var rows = _database["SELECT account, name FROM user ORDER BY name"];
            while (rows.Step())
            {
                if (UserName.TryParse(rows.Text(1), out var name, out _))
                    users.Add((new User(name, new AccountId(rows.Int64(0))), byAccount[rows.Int64(0)].ToList()));
            }

            rows.Reset();
            return users;
        }
    }

    public AccountId InsertUser(UserName name, IReadOnlyList<PasswordRecord> passwords, DateTimeOffset now)
    {
        lock (_gate)
        {
            using var transaction = new Transaction(_database);
            var insert = _database["INSERT INTO user (name, created) VALUES (?1, ?2) RETURNING account"].Bind(1, name.Value).Bind(2, now.ToUnixTimeSeconds());
            insert.Step();
            var account = new AccountId(insert.Int64(0));
            insert.Reset();
            InsertPasswords(account, passwords);
            transaction.Commit();
            return account;
        }
    }

    /// <param name="withMail">The account's mail is to go too, at the next start at the latest: see <see cref="ReadRemovals"/>.</param>
    public void DeleteUser(AccountId account, bool withMail)
    {
        lock (_gate)
        {
            using var transaction = new Transaction(_database);
            _database["DELETE FROM user WHERE account = ?1"].Bind(1, account.Value).Run();
            DeletePasswords(account);
            if (withMail)
                _database["INSERT INTO removal VALUES (?1)"].Bind(1, account.Value).Run();
            transaction.Commit();
        }
    }

    /// <summary>The accounts whose mail is still to go.</summary>
    public IReadOnlyList<AccountId> ReadRemovals()
    {
        lock (_gate)
        {
            var accounts = new List<AccountId>();
            var rows = _database["SELECT account FROM removal"];
            while (rows.Step())
                accounts.Add(new AccountId(rows.Int64(0)));
            rows.Reset();
            return accounts;
        }
    }

    /// <summary>An account's mail is gone: nothing is known of it any more.</summary>
    public void ForgetAccount(AccountId account)
    {
        lock (_gate)
        {
            using var transaction = new Transaction(_database);
            _database["DELETE FROM mark WHERE account = ?1"].Bind(1, account.Value).Run();
            _database["DELETE FROM removal WHERE account = ?1"].Bind(1, account.Value).Run();
            transaction.Commit();
        }
    }

    public void ReplacePasswords(AccountId account, IReadOnlyList<PasswordRecord> passwords)
    {
        lock (_gate)
        {
            using var transaction = new Transaction(_database);
            DeletePasswords(account);
            InsertPasswords(account, passwords);
            transaction.Commit();
        }
    }

    public AccountMark? ReadMark(AccountId account)
    {
        lock (_gate)
        {
            var row = _database["SELECT incarnation, clean, modseq, uidnext, uidvalidity FROM mark WHERE account = ?1"].Bind(1, account.Value);
            var mark = row.Step()
                ? new AccountMark(
                    new Guid(row.Blob(0)),
                    row.Int64(1) != 0,
                    new ModSeq(row.Int64(2)),
                    new Uid((uint)row.Int64(3)),
                    new UidValidity((uint)row.Int64(4)))
                : null;
            row.Reset();
            return mark;
        }
    }

    public void WriteMark(AccountId account, AccountMark mark)
    {
        lock (_gate)
        {
            _database["INSERT OR REPLACE INTO mark VALUES (?1, ?2, ?3, ?4, ?5, ?6)"]
                .Bind(1, account.Value)
                .Bind(2, mark.Incarnation.ToByteArray())
                .Bind(3, mark.IsClean ? 1 : 0)
                .Bind(4, mark.ModSeq.Value)
                .Bind(5, mark.UidNext.Value)
                .Bind(6, mark.UidValidity.Value)
                .Run();
        }
    }

    /// <summary>A secret of the store's own, made when it is first asked for.</summary>
    public byte[] Secret(string name, Func<byte[]> make)
    {
        lock (_gate)
        {
            var row = _database["SELECT value FROM secret WHERE name = ?1"].Bind(1, name);
            var value = row.Step() ? row.Blob(0).ToArray() : null;
            row.Reset();
            if (value is not null)
                return value;
            value = make();
            _database["INSERT INTO secret VALUES (?1, ?2)"].Bind(1, name).Bind(2, value).Run();
            return value;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _database.Dispose();
    }

    private void InsertPasswords(AccountId account, IReadOnlyList<PasswordRecord> passwords)
    {
        foreach (var password in passwords)
        {
            _database["INSERT INTO credential VALUES (?1, ?2, ?3, ?4, ?5, ?6)"]
                .Bind(1, account.Value)
                .Bind(2, password.Mechanism)
                .Bind(3, password.Iterations)
                .Bind(4, password.Salt)
                .Bind(5, password.StoredKey)
                .Bind(6, password.ServerKey)
                .Run();
        }
    }

    private void DeletePasswords(AccountId account) => _database["DELETE FROM credential WHERE account = ?1"].Bind(1, account.Value).Run();
}
