using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Api.Hosting;

/// <summary><c>oss audit verify|checkpoint</c>: whether somebody changed the record behind the platform's back, and what must be kept outside to tell. Exit codes: 0 nothing is wrong,
/// 1 something is, 2 the command is or the database is out of reach.</summary>
public static class AuditVerb
{
    private const string Usage = """
        oss audit verify [--checkpoints FILE]... [--key BASE64]... [--Oss:…=…]
                                      computes the chain anew; FILE has checkpoints that were kept outside, one a line;
                                      keys that may have signed them, else this node's own
        oss audit checkpoint [--all] [--Oss:…=…]
                                      signs what there is, and prints the newest checkpoint, or all
        """;

    /// <summary>Runs one of the two.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            var (verb, own, settings) = (arguments.FirstOrDefault(), arguments.Skip(1).Where(a => !a.StartsWith("--Oss:", StringComparison.OrdinalIgnoreCase)).ToList(),
                arguments.Where(a => a.StartsWith("--Oss:", StringComparison.OrdinalIgnoreCase)).ToArray());
            await using var services = Services(settings);
            return (verb, own) switch
            {
                ("verify", _) when Values(own, "--checkpoints", "--key") is { } given => await VerifyAsync(services, given["--checkpoints"], [.. given["--key"]], output),
                ("checkpoint", []) => await CheckpointAsync(services, all: false, output),
                ("checkpoint", ["--all"]) => await CheckpointAsync(services, all: true, output),
                _ => Fail(Usage, errors),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ConfigurationException)
        {
            return Fail(e.Message, errors);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or DbUpdateException or InvalidOperationException { InnerException: System.Data.Common.DbException } or DomainException)
        {
            return Fail($"The database did not answer: {e.Message}", errors);
        }
    }

    private static async Task<int> VerifyAsync(ServiceProvider services, IEnumerable<string> files, IReadOnlyList<string> keys, TextWriter output)
    {
        var anchored = files.SelectMany(File.ReadAllLines).ToList();
        var found = await services.GetRequiredService<VerifyAudit>().ExecuteAsync(anchored, keys.Count > 0 ? keys : OwnKey(services), CancellationToken.None);
        foreach (var finding in found.Findings)
            output.WriteLine($"{finding.Kind}: {finding.Text}");
        output.WriteLine($"{found.Entries} entries to number {found.Last}, {found.Erased} erased with a record of it, {found.Unsealed} not sealed yet: {(found.IsIntact ? "intact" : "NOT intact")}.");
        return found.IsIntact ? 0 : 1;
    }

    private static async Task<int> CheckpointAsync(ServiceProvider services, bool all, TextWriter output)
    {
        await services.GetRequiredService<AuditSealer>().AdvanceAsync(CancellationToken.None);
        await using var db = await services.GetRequiredService<IDbContextFactory<OssDbContext>>().CreateDbContextAsync();
        var newest = await db.AuditCheckpoints.AsNoTracking().OrderByDescending(c => c.Sequence).Take(all ? int.MaxValue : 1).ToListAsync();
        foreach (var checkpoint in Enumerable.Reverse(newest))
            output.WriteLine(checkpoint);
        return newest.Count > 0 ? 0 : 1;
    }

    // A key that is not there is not made: it has signed nothing.
    private static string[] OwnKey(ServiceProvider services) =>
        File.Exists(services.GetRequiredService<Microsoft.Extensions.Options.IOptions<AuditOptions>>().Value.KeyPath) ? [services.GetRequiredService<AuditSigningKey>().PublicKey] : [];

    private static ServiceProvider Services(string[] settings)
    {
        var configuration = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine(settings).Build();
        var options = OssOptions.Read(configuration);
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddOssDomain(options.DatabaseOptions());
        services.AddOptions<AuditOptions>().BindConfiguration("Oss:Audit").PostConfigure(audit =>
        {
            audit.KeyPath = audit.KeyPath.Length > 0 ? audit.KeyPath : options.DataPath("audit-signing.pem");
            // Asked for, a checkpoint is due.
            audit.CheckpointEntries = 1;
        });
        return services.BuildServiceProvider();
    }

    private static ILookup<string, string>? Values(List<string> arguments, params string[] names) =>
        arguments.Count % 2 == 0 && arguments.Where((_, i) => i % 2 == 0).All(names.Contains) ? arguments.Chunk(2).ToLookup(pair => pair[0], pair => pair[1]) : null;

    private static int Fail(string text, TextWriter errors)
    {
        errors.WriteLine(text);
        return 2;
    }
}
