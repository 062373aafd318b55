using System.Collections.Concurrent;
using System.Security.Cryptography;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Tests.Learning;
using Amphi.Tests.Theatre;
using Amphi.Upkeep;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Amphi.Tests.Upkeep;

/// <summary>T52: what was acknowledged before a backup is in it; a damaged backup is refused; keys are a choice.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly Progress<(int Done, int Of)> Quiet = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("amphi-backup-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Taken_while_the_site_writes_it_brings_back_all_that_was_acknowledged_before()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        var ledger = amphi.Services.GetRequiredService<LearningLedger>();
        var acknowledged = new ConcurrentQueue<Guid>();
        using var enough = new CancellationTokenSource();
        var cancel = TestContext.Current.CancellationToken;
        var learners = Enumerable.Range(1, 40).Select(person => Learn(amphi, ledger, code, person, acknowledged, enough.Token)).ToList();
        while (acknowledged.Count < 500)
            await Task.Delay(10, cancel);

        var before = acknowledged.ToList();
        await Backup.Take(amphi.Folder, In("amphi.backup"), withKeys: true, Quiet, cancel);
        var during = acknowledged.Count - before.Count;
        await enough.CancelAsync();
        await Task.WhenAll(learners);
        await Backup.Restore(In("amphi.backup"), In("data"), cancel);

        await using var restored = Site.Build(new SiteOptions { Data = In("data"), Urls = "http://127.0.0.1:0" });
        await Site.Prepare(restored.Services, cancel);
        await using var scope = restored.Services.CreateAsyncScope();
        var kept = await Statements(scope.ServiceProvider);
        var enrolled = await scope.ServiceProvider.GetRequiredService<Database>().Enrolments.CountAsync(cancel);
        Assert.True(during > 0, "Nothing was written during the backup.");
        Assert.Empty(before.Except(kept));
        Assert.True(enrolled > 0);
        Assert.All(await Check(scope.ServiceProvider), finding => Assert.Null(finding.Wrong));
    }

    [Fact]
    public async Task A_backup_in_which_one_byte_has_changed_is_refused_and_leaves_nothing()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        await amphi.Offer();
        var cancel = TestContext.Current.CancellationToken;
        await Backup.Take(amphi.Folder, In("whole"), withKeys: false, Quiet, cancel);
        var bytes = await File.ReadAllBytesAsync(In("whole"), cancel);

        int[] ends = [0, 1, bytes.Length - 33, bytes.Length - 32, bytes.Length - 1];
        foreach (var place in Enumerable.Range(0, 60).Select(_ => RandomNumberGenerator.GetInt32(bytes.Length)).Concat(ends))
        {
            bytes[place] ^= 1;
            await File.WriteAllBytesAsync(In("flipped"), bytes, cancel);
            bytes[place] ^= 1;
            await Assert.ThrowsAsync<BackupRefusedException>(() => Backup.Restore(In("flipped"), In("data"), cancel));
        }

        await File.WriteAllBytesAsync(In("cut"), bytes[..^512], cancel);
        await Assert.ThrowsAsync<BackupRefusedException>(() => Backup.Restore(In("cut"), In("data"), cancel));
        Assert.Equal(["cut", "flipped", "whole"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Order());
        Assert.NotEmpty((await Backup.Restore(In("whole"), In("data"), cancel)).Missing);
    }

    [Fact]
    public async Task It_is_laid_out_in_an_empty_folder_only_and_never_written_over_another()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var cancel = TestContext.Current.CancellationToken;
        await Backup.Take(amphi.Folder, In("one"), withKeys: false, Quiet, cancel);

        await Assert.ThrowsAsync<SettingsException>(() => Backup.Take(amphi.Folder, In("one"), withKeys: false, Quiet, cancel));
        await Assert.ThrowsAsync<SettingsException>(() => Backup.Restore(In("one"), amphi.Folder, cancel));
        Directory.CreateDirectory(In("empty"));
        await Backup.Restore(In("one"), In("empty"), cancel);
        Assert.True(File.Exists(Path.Combine(In("empty"), "amphi.db")));
    }

    [Fact]
    public async Task Without_the_keys_it_tells_nobodys_course_and_is_not_served_until_the_key_is_back()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        var cancel = TestContext.Current.CancellationToken;
        var key = await File.ReadAllBytesAsync(Path.Combine(amphi.Folder, "keys", "vault.key"), cancel);

        await Backup.Take(amphi.Folder, In("without"), withKeys: false, Quiet, cancel);
        await Backup.Take(amphi.Folder, In("with"), withKeys: true, Quiet, cancel);
        await Backup.Restore(In("without"), In("data"), cancel);

        Assert.Equal(-1, (await File.ReadAllBytesAsync(In("without"), cancel)).AsSpan().IndexOf(key));
        Assert.NotEqual(-1, (await File.ReadAllBytesAsync(In("with"), cancel)).AsSpan().IndexOf(key));
        Assert.Contains("missing", (await Assert.ThrowsAsync<SettingsException>(() => Served(In("data")))).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(In("data"), "keys"));
        await File.WriteAllBytesAsync(Path.Combine(In("data"), "keys", "vault.key"), RandomNumberGenerator.GetBytes(32), cancel);
        Assert.Contains("not the key", (await Assert.ThrowsAsync<SettingsException>(() => Served(In("data")))).Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(Path.Combine(In("data"), "keys", "vault.key"), key, cancel);
        await Served(In("data"));
    }

    [Theory]
    [InlineData("database")]
    [InlineData("audit log")]
    [InlineData("vault")]
    [InlineData("vault key")]
    [InlineData("files changed")]
    [InlineData("files gone")]
    [InlineData("nothing")]
    public async Task A_check_names_what_is_damaged_and_only_that(string damaged)
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer("illustrated", picture: true);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol(slug: "illustrated");
        await Audit(amphi);
        await amphi.CopyTo(_folder);
        await Damage(damaged);

        await using var site = Site.Build(new SiteOptions { Data = _folder, Urls = "http://127.0.0.1:0" });
        await using var scope = site.Services.CreateAsyncScope();
        var wrong = (await Check(scope.ServiceProvider)).Where(finding => finding.Wrong is not null).Select(finding => finding.What).ToList();

        if (damaged == "nothing")
            Assert.Empty(wrong);
        else
            Assert.Contains(damaged.Split(' ')[0] == "files" ? "files" : damaged, wrong);
        if (damaged is "audit log" or "vault key" or "files changed" or "files gone")
            Assert.Single(wrong);
    }

    [Fact]
    public async Task On_PostgreSQL_a_check_looks_too()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Postgres);
        await amphi.Offer();
        await Audit(amphi);

        await using var scope = amphi.Services.CreateAsyncScope();
        Assert.All(await Check(scope.ServiceProvider), finding => Assert.Null(finding.Wrong));
        await scope
            .ServiceProvider.GetRequiredService<Database>()
            .Database.ExecuteSqlRawAsync("update audit_entries set subject = 'nobody'", TestContext.Current.CancellationToken);
        Assert.Equal("audit log", Assert.Single(await Check(scope.ServiceProvider), finding => finding.Wrong is not null).What);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private async Task Damage(string what)
    {
        foreach (var name in new[] { "amphi.db", "vault.db" })
            await Settle(name);
        var asset = Directory.EnumerateFiles(In("files"), "*", SearchOption.AllDirectories).First();
        switch (what)
        {
            case "audit log":
                await using (var engine = new SqliteEngine(In("amphi.db")))
                await using (var connection = await engine.Open(CancellationToken.None))
                    await connection.Run("update audit_entries set subject = 'nobody' where sequence = 2", null, CancellationToken.None);
                break;
            case "database" or "vault":
                // A page in the middle: the schema still reads.
                await using (var file = new FileStream(In(what == "vault" ? "vault.db" : "amphi.db"), FileMode.Open))
                {
                    file.Position = what == "vault" ? 4096 + 8 : file.Length / 4096 / 2 * 4096;
                    await file.WriteAsync(RandomNumberGenerator.GetBytes(4088));
                }

                break;
            case "vault key":
                await File.WriteAllBytesAsync(In("keys/vault.key"), RandomNumberGenerator.GetBytes(32));
                break;
            case "files changed":
                await File.AppendAllTextAsync(asset, "!");
                break;
            case "files gone":
                File.Delete(asset);
                break;
        }
    }

    // What is still in the write-ahead log is moved into the file, so that what is damaged there counts.
    private async Task Settle(string name)
    {
        await using var engine = new SqliteEngine(In(name));
        await using var connection = await engine.Open(CancellationToken.None);
        await connection.Run("pragma wal_checkpoint(truncate)", null, CancellationToken.None);
    }

    private static async Task Audit(Amphitheatre amphi)
    {
        for (var n = 1; n <= 3; n++)
            await amphi.With<Database, bool>(async db =>
            {
                await db.Alone(
                    async () =>
                    {
                        await db.Audit(new Instant(n), 1, "role.granted", $"person:{n}", new { n }, CancellationToken.None);
                        await db.SaveChangesAsync(CancellationToken.None);
                    },
                    CancellationToken.None
                );
                return true;
            });
    }

    private static async Task<List<Finding>> Check(IServiceProvider house) =>
        await house.GetRequiredService<Inspector>().Check(TestContext.Current.CancellationToken).ToListAsync();

    private static async Task Served(string data)
    {
        await using var site = Site.Build(new SiteOptions { Data = data, Urls = "http://127.0.0.1:0" });
        await Site.Prepare(site.Services, TestContext.Current.CancellationToken);
    }

    private static async Task<HashSet<Guid>> Statements(IServiceProvider house) =>
        [
            .. await house
                .GetRequiredService<HotReads>()
                .All("select id from statements", row => new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true), CancellationToken.None),
        ];

    private static async Task Learn(
        Amphitheatre amphi,
        LearningLedger ledger,
        string code,
        int person,
        ConcurrentQueue<Guid> acknowledged,
        CancellationToken enough
    )
    {
        var persona = await amphi.With<Registrar, PersonaId>(registrar =>
            registrar.Enrol(code, new Application(person, null, Intent.Finish), CancellationToken.None)
        );
        while (!enough.IsCancellationRequested)
        {
            var act = new SawLesson(Guid.NewGuid(), persona, 1, new Instant(person), LearningLedgerTests.Lesson);
            await ledger.Write(act);
            acknowledged.Enqueue(act.Id);
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
