using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oss.Api.CommandLine;
using Oss.Domain;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Shouldly;

namespace Oss.Tests.CommandLine;

/// <summary>A data directory and a database of its own, and <c>oss</c> on them.</summary>
internal sealed class CommandLineNode : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private CommandLineNode(TestDatabase database, ServiceProvider services) => (_database, _services) = (database, services);

    public string Data { get; } = Directory.CreateTempSubdirectory("oss-cli-").FullName;

    public OssDatabaseOptions Database => _database.Options;

    public static async Task<CommandLineNode> CreateAsync(DatabaseProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider);
        var services = new ServiceCollection().AddLogging().AddSingleton<Oss.Domain.MailPlatform.IMailPlatform, FakeMailPlatform>().AddOssDomain(database.Options).BuildServiceProvider();
        await services.MigrateOssDatabaseAsync(default);
        var node = new CommandLineNode(database, services);
        Directory.CreateDirectory(Path.Combine(node.Data, "volumes", "vol1"));
        return node;
    }

    /// <summary>Gives a command.</summary>
    public Task<Ran> RunAsync(params string[] words) => TypeAsync("", words);

    /// <summary>Gives a command with something on its standard input.</summary>
    public async Task<Ran> TypeAsync(string input, params string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await OssCommand.RunAsync(
            [$"--Oss:DataDirectory={Data}", $"--Oss:Database:Provider={Database.Provider}", $"--Oss:Database:ConnectionString={Database.ConnectionString}", .. words],
            new StringReader(input), output, errors);
        return new Ran(code, output.ToString(), errors.ToString());
    }

    /// <summary>A customer's contract with a domain of that name.</summary>
    public async Task CustomerAsync(string domain, string product = "customer-domain") => await _services.GetRequiredService<SubmitOrder>().ExecuteAsync(
        An.Order(An.Customer(domain, product)), DomainNode.Crm, default);

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Data, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));

    public async Task<T> QueryAsync<T>(Func<OssDbContext, Task<T>> query)
    {
        await using var db = await _services.GetRequiredService<IDbContextFactory<OssDbContext>>().CreateDbContextAsync();
        return await query(db);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public AsyncServiceScope Scope() => _services.CreateAsyncScope();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }
}

/// <summary>What a command did.</summary>
internal sealed record Ran(int Code, string Output, string Errors)
{
    /// <summary>Its JSON, after it was done as it should be.</summary>
    public JsonElement Json(int code = ExitCodes.Done)
    {
        Code.ShouldBe(code, Output + Errors);
        return JsonDocument.Parse(Output).RootElement;
    }

    public Ran ShouldBe(int code)
    {
        Code.ShouldBe(code, Output + Errors);
        return this;
    }
}
