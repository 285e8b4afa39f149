using System.Text.Json;
using Postfach.Mail;

namespace Postfach.Store;

/// <summary>Sources in <c>postfach.db</c>. Any thread may call; every change is durable when it returns.</summary>
/// <param name="gate">Held while the database is used.</param>
internal sealed class SourceTable(Database database, Lock gate)
{
    private const int RunsKept = 1000;

    public IReadOnlyList<Source> Read()
    {
        lock (gate)
        {
            var rows = database["SELECT id, name, account, settings, secret, runs, state FROM source ORDER BY name"];
            var sources = new List<Source>();
            while (rows.Step())
            {
                sources.Add(new Source(
                    new SourceId(rows.Int64(0)),
                    rows.Text(1),
                    new AccountId(rows.Int64(2)),
                    JsonSerializer.Deserialize(rows.Text(3), SourceJson.Default.SourceSettings)!, // written below
                    rows.IsNull(4) ? default(ReadOnlyMemory<byte>?) : rows.Blob(4).ToArray(), // null alone would be an empty memory
                    rows.Int64(5),
                    JsonSerializer.Deserialize(rows.Text(6), SourceJson.Default.SourceState)!)); // written below
            }

            rows.Reset();
            return sources;
        }
    }

    /// <returns>False when there is one of that name.</returns>
    public bool Insert(string name, AccountId account, SourceSettings settings, ReadOnlySpan<byte> secret)
    {
        lock (gate)
        {
            var row = database["INSERT OR IGNORE INTO source (name, account, settings, secret) VALUES (?1, ?2, ?3, ?4) RETURNING id"]
                .Bind(1, name).Bind(2, account.Value).Bind(3, JsonSerializer.Serialize(settings, SourceJson.Default.SourceSettings));
            var inserted = BindSecret(row, 4, secret).Step();
            row.Reset();
            return inserted;
        }
    }

    public void Update(SourceId source, SourceSettings settings, ReadOnlySpan<byte> secret)
    {
        lock (gate)
        {
            var row = database["UPDATE source SET settings = ?2, secret = ?3 WHERE id = ?1"]
                .Bind(1, source.Value).Bind(2, JsonSerializer.Serialize(settings, SourceJson.Default.SourceSettings));
            BindSecret(row, 3, secret).Run();
        }
    }

    /// <summary>Changes a source's state as it is now: runs and its owner both write it.</summary>
    public void ChangeState(SourceId source, Func<SourceState, SourceState> change)
    {
        lock (gate)
        {
            var row = database["SELECT state FROM source WHERE id = ?1"].Bind(1, source.Value);
            var text = row.Step() ? row.Text(0) : "{}";
            row.Reset();
            var state = change(JsonSerializer.Deserialize(text, SourceJson.Default.SourceState)!); // written below
            database["UPDATE source SET state = ?2 WHERE id = ?1"].Bind(1, source.Value).Bind(2, JsonSerializer.Serialize(state, SourceJson.Default.SourceState)).Run();
        }
    }

    public void WriteRuns(SourceId source, long runs)
    {
        lock (gate)
            database["UPDATE source SET runs = ?2 WHERE id = ?1"].Bind(1, source.Value).Bind(2, runs).Run();
    }

    public void Delete(SourceId source)
    {
        lock (gate)
        {
            using var transaction = new Transaction(database);
            database["DELETE FROM source_run WHERE source = ?1"].Bind(1, source.Value).Run();
            database["DELETE FROM source WHERE id = ?1"].Bind(1, source.Value).Run();
            transaction.Commit();
        }
    }

    /// <summary>Keeps what became of a run, of the last thousand.</summary>
    public void AddRun(SourceId source, SourceRunRecord run)
    {
        lock (gate)
        {
            database["INSERT INTO source_run (source, began, ended, summary) VALUES (?1, ?2, ?3, ?4)"]
                .Bind(1, source.Value).Bind(2, run.Began.ToUnixTimeMilliseconds()).Bind(3, run.Ended.ToUnixTimeMilliseconds()).Bind(4, run.Summary).Run();
            database["DELETE FROM source_run WHERE source = ?1 AND id <= (SELECT id FROM source_run WHERE source = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)"]
                .Bind(1, source.Value).Bind(2, RunsKept).Run();
        }
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<SourceRunRecord> ReadRuns(SourceId source, int limit)
    {
        lock (gate)
        {
            var rows = database["SELECT began, ended, summary FROM source_run WHERE source = ?1 ORDER BY id DESC LIMIT ?2"].Bind(1, source.Value).Bind(2, limit);
            var runs = new List<SourceRunRecord>();
            while (rows.Step())
                runs.Add(new SourceRunRecord(DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(0)), DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(1)), rows.Text(2)));
            rows.Reset();
            return runs;
        }
    }

    private static Statement BindSecret(Statement row, int parameter, ReadOnlySpan<byte> secret) => secret.IsEmpty ? row.BindNull(parameter) : row.Bind(parameter, secret);
}
