using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace Oss.Bench.Peers;

/// <summary>This platform on MariaDB with the customers of <c>oss sample</c>. Filling it takes minutes, so that the scenarios of one run share it.</summary>
internal sealed class SamplePlatform : IServer
{
    /// <summary>The contracts that CRM clients order for, one for each: clients of one contract would wait for each other.</summary>
    public const int Contracts = 9;

    private const string Database = "oss";
    private const int Buffers = 2048;
    private static readonly Dictionary<int, SamplePlatform> Started = [];

    // Where the large one stays from run to run.
    private static readonly string? Kept = Environment.GetEnvironmentVariable("OSS_BENCH_KEEP");

    private readonly OssServer _oss;
    private readonly MariaDb _database;

    private SamplePlatform(OssServer oss, MariaDb database) => (_oss, _database) = (oss, database);

    /// <summary>Mailboxes of the large one.</summary>
    public static int Large { get; } = int.Parse(Environment.GetEnvironmentVariable("OSS_BENCH_MAILBOXES") ?? "500000", CultureInfo.InvariantCulture);

    public string Name => "OSS";

    /// <summary>The node and its database.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _oss.ProcessIds, .. _database.ProcessIds];

    /// <summary>The node alone.</summary>
    public IReadOnlyList<int> Node => _oss.ProcessIds;

    /// <summary>The database as another client reaches it.</summary>
    public IServer DatabaseServer => _database;

    /// <summary>How that client reaches it; ids are read as the texts that they are stored as.</summary>
    public string Connection => $"{_database.Connection(Database)};GuidFormat=None;IgnorePrepare=false";

    /// <summary>The one of this run.</summary>
    /// <param name="mailboxes">How many it has.</param>
    public static async Task<SamplePlatform> OfAsync(int mailboxes)
    {
        if (Started.TryGetValue(mailboxes, out var started))
            return started;

        var kept = mailboxes == Large ? Kept : null;
        var isFilled = kept is not null && File.Exists(Path.Combine(kept, "filled"));
        var database = await MariaDb.StartAsync(Buffers, kept is null ? null : Path.Combine(kept, "db"));
        await database.CreateAsync(Database);
        var oss = await OssServer.StartInAsync(kept is null ? null : Path.Combine(kept, "data"), "--Oss:Database:Provider=MySql", $"--Oss:Database:ConnectionString={database.Connection(Database)}", "--Oss:Api:RequestsPerMinute=0");
        if (isFilled)
            return Started[mailboxes] = new SamplePlatform(oss, database);

        var clock = Stopwatch.StartNew();
        await oss.CommandAsync("sample", "--mailboxes", mailboxes.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{mailboxes} mailboxes filled in in {clock.Elapsed.TotalSeconds:0} s"));
        using var crm = oss.Crm();
        for (var i = 0; i < Contracts; i++)
        {
            await EnsureAsync(await crm.PostAsJsonAsync("/api/v1/orders", new
            {
                externalSystem = "bench",
                externalId = $"contract-{i}",
                items = new object[]
                {
                    new { action = "Provide", subscription = new { contractNumber = Contract(i), tenantNumber = Contract(i), tenantName = "Bench", product = "premium" } },
                    new { action = "Provide", domain = new { name = Domain(i), contractNumber = Contract(i) } },
                },
            }));
        }

        if (kept is not null)
            await File.WriteAllTextAsync(Path.Combine(kept, "filled"), "");
        return Started[mailboxes] = new SamplePlatform(oss, database);
    }

    /// <summary>Ends those that were started.</summary>
    public static async Task EndAsync()
    {
        foreach (var platform in Started.Values)
            await platform.DisposeAsync();
        Started.Clear();
    }

    public static string Contract(int number) => string.Create(CultureInfo.InvariantCulture, $"B{number}");

    public static string Domain(int number) => string.Create(CultureInfo.InvariantCulture, $"bench{number}.example");

    /// <summary>An order for one mailbox as a CRM sends it, the password hashed already.</summary>
    public static object Order(int contract, string id) => new
    {
        externalSystem = "bench",
        externalId = id,
        items = new[]
        {
            new
            {
                action = "Provide",
                mailbox = new
                {
                    address = $"{id}@{Domain(contract)}",
                    contractNumber = Contract(contract),
                    displayName = "Erika Mustermann",
                    password = new { hash = "{SHA512-CRYPT}$6$samplesamplesamp$ay4ga/R/4ZpSu70kOzUXJ3iTUzN1hyH9SmvWk6NWe4a60WOtPWaJ4on6PmBVrUEJaS2.wRsnK76SrNjxb3sOK." },
                },
            },
        },
    };

    /// <summary>A CRM's connection.</summary>
    public HttpClient Crm() => _oss.Crm();

    /// <summary>What an answer must be.</summary>
    public static async Task<string> EnsureAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode ? text : throw new InvalidOperationException(text);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _oss.DisposeAsync();
        await _database.DisposeAsync();
    }
}
