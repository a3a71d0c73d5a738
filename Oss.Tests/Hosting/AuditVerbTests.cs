using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Oss.Api.Hosting;
using Oss.Domain.Persistence;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Hosting;

/// <summary>An auditor asks the command whether the record is what was written.</summary>
public sealed class AuditVerbTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("oss-audit-").FullName;

    private string Database => $"Data Source={Path.Combine(_directory, "oss.db")}";

    [Fact]
    public async Task What_was_tampered_with_is_found_also_by_checkpoints_kept_outside()
    {
        await using var node = new DomainNode(new OssDatabaseOptions(DatabaseProvider.Sqlite, Database), new FakeTimeProvider(DateTimeOffset.UtcNow), new FakeMailPlatform());
        await node.MigrateAsync();
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);

        var (code, line, _) = await RunAsync("checkpoint");
        code.ShouldBe(0);
        line.ShouldStartWith("oss-audit-1 3 ");
        var kept = Path.Combine(_directory, "kept");
        await File.WriteAllTextAsync(kept, line);
        (await RunAsync("verify", "--checkpoints", kept)).Output.ShouldContain("3 entries to number 3");
        (await RunAsync("verify", "--checkpoints", kept)).Code.ShouldBe(0);
        (await RunAsync("verify", "--checkpoints", kept, "--key", "AAAA")).Code.ShouldBe(1, "signed by no key that may sign");

        await node.QueryAsync(db => db.AuditEntries.Where(e => e.Sequence == 2).ExecuteUpdateAsync(e => e.SetProperty(x => x.Detail, "Nothing happened.")));
        var changed = await RunAsync("verify");
        (changed.Code, changed.Output).ShouldSatisfyAllConditions(x => x.Code.ShouldBe(1), x => x.Output.ShouldContain("changed: "), x => x.Output.ShouldContain("NOT intact"));

        await node.QueryAsync(db => db.AuditEntries.Where(e => e.Sequence > 1).ExecuteDeleteAsync());
        var first = await node.QueryAsync(db => db.AuditEntries.SingleAsync());
        await node.QueryAsync(db => db.AuditHeads.ExecuteUpdateAsync(h => h.SetProperty(x => x.Last, 1).SetProperty(x => x.Hash, first.Hash)));
        await node.QueryAsync(db => db.AuditCheckpoints.ExecuteDeleteAsync());
        (await RunAsync("verify")).Code.ShouldBe(0, "nothing inside says otherwise");
        (await RunAsync("verify", "--checkpoints", kept)).ShouldSatisfyAllConditions(x => x.Code.ShouldBe(1), x => x.Output.ShouldContain("truncated: "));
    }

    [Fact]
    public async Task A_wrong_command_a_missing_file_and_a_missing_database_are_no_finding()
    {
        (await RunAsync("forget")).Code.ShouldBe(2);
        (await RunAsync("verify", "--checkpoints")).Errors.ShouldContain("oss audit verify");
        (await RunAsync("verify", "--checkpoints", Path.Combine(_directory, "none"))).Code.ShouldBe(2);
        (await RunAsync("verify")).Errors.ShouldContain("The database did not answer");
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await AuditVerb.RunAsync([.. arguments, $"--Oss:DataDirectory={_directory}"], output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
