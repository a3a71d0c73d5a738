using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Oss.Api.Rest;
using Oss.Api.Rest.OpenApi;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.Rest;

/// <summary>The document that clients are generated from, by the rules of two linters that integrators use, and more.</summary>
public sealed class OpenApiTests(ApiHost host)
{
    private const string WriteVariable = "OSS_WRITE_CONTRACT";

    [Fact]
    public async Task The_document_is_what_integrators_were_given()
    {
        using var client = host.Anonymous();
        var served = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
        var golden = Path.Combine(Folder(), "Golden", "openapi.v1.json");
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
            await File.WriteAllTextAsync(golden, served);

        served.ShouldBe(await File.ReadAllTextAsync(golden), $"The document changed; if that is an addition, run with {WriteVariable}=1 and look at the difference.");
    }

    [Theory]
    [InlineData("redocly.sh")]
    [InlineData("spectral.sh")]
    public async Task A_linter_finds_nothing(string linter)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Folder(), "Linters", linter), Path.Combine(Folder(), "Golden", "openapi.v1.json")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.ShouldBe(0, said + await errors);
    }

    [Fact]
    public async Task Every_operation_has_what_a_reader_needs()
    {
        using var document = await DocumentAsync();
        var root = document.RootElement;
        root.GetProperty("openapi").GetString()!.ShouldStartWith("3.1.");
        var tags = root.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()).ToList();
        var faults = new List<string>();
        foreach (var (path, method, operation) in Operations(root))
        {
            void Check(bool holds, string what)
            {
                if (!holds)
                    faults.Add($"{method} {path}: {what}");
            }

            Check(Has(operation, "operationId") && Has(operation, "summary") && Has(operation, "description"), "id, summary, description");
            Check(operation.GetProperty("tags").EnumerateArray().Any() && operation.GetProperty("tags").EnumerateArray().All(tag => tags.Contains(tag.GetString())), "tag");
            var parameters = operation.GetProperty("parameters").EnumerateArray().Select(parameter => Resolve(root, parameter)).ToList();
            Check(parameters.All(parameter => Has(parameter, "description") && parameter.TryGetProperty("example", out _) && parameter.TryGetProperty("schema", out _)), "parameters without description, schema or example: "
                + string.Join(' ', parameters.Where(parameter => !Has(parameter, "description")).Select(parameter => parameter.GetProperty("name"))));
            var inPath = path.Split('{').Skip(1).Select(part => part[..part.IndexOf('}')]);
            Check(inPath.Order().SequenceEqual(parameters.Where(parameter => parameter.GetProperty("in").GetString() == "path").Select(parameter => parameter.GetProperty("name").GetString()!).Order()), "path parameters");
            var responses = operation.GetProperty("responses").EnumerateObject().ToList();
            foreach (var status in new[] { "401", "403", "406", "422", "429", "500", "503" })
                Check(responses.Any(response => response.Name == status), $"problem {status}");
            Check((method is "put" or "patch" or "delete") == false || responses.Any(response => response.Name == "428"), "428");
            foreach (var response in responses.Select(response => (response.Name, Value: Resolve(root, response.Value))))
            {
                Check(Has(response.Value, "description"), $"{response.Name} without description");
                if (response.Value.TryGetProperty("content", out var content))
                    Check(content.EnumerateObject().All(media => media.Value.TryGetProperty("example", out _) && media.Value.TryGetProperty("schema", out _)), $"{response.Name} without schema or example");
            }

            if (operation.TryGetProperty("requestBody", out var body))
                Check(body.GetProperty("content").EnumerateObject().All(media => media.Value.TryGetProperty("example", out _)), "body without example");
        }

        faults.ShouldBeEmpty();
        Operations(root).Select(one => one.Operation.GetProperty("operationId").GetString()).ShouldBeUnique();
        host.Operations.Where(one => one.Operation is not null).Select(one => one.Operation!.Id).Distinct().ShouldBe(Operations(root).Select(one => one.Operation.GetProperty("operationId").GetString()!), ignoreOrder: true);
    }

    [Fact]
    public async Task Every_schema_and_every_member_is_described_and_every_reference_leads_somewhere()
    {
        using var document = await DocumentAsync();
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");

        schemas.EnumerateObject().Where(schema => !Has(schema.Value, "description") && !schema.Name.StartsWith("ListingOf", StringComparison.Ordinal)).Select(schema => schema.Name).ShouldBeEmpty();
        schemas.EnumerateObject().Where(schema => schema.Value.TryGetProperty("properties", out _))
            .SelectMany(schema => schema.Value.GetProperty("properties").EnumerateObject().Where(member => !Has(member.Value, "description")).Select(member => $"{schema.Name}.{member.Name}")).ShouldBeEmpty();
        References(document.RootElement).Distinct().Where(reference => !Leads(document.RootElement, reference)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_example_of_a_body_is_one() => host.Operations.Select(one => one.Operation?.Body).OfType<Type>().Distinct()
        .Select(type => Should.NotThrow(() => Examples.Of(type).Deserialize(type, RestJson.Options), type.Name)).ShouldAllBe(body => body != null);

    private static bool Has(JsonElement element, string member) => element.TryGetProperty(member, out var value) && !string.IsNullOrWhiteSpace(value.GetString());

    private static IEnumerable<(string Path, string Method, JsonElement Operation)> Operations(JsonElement root) =>
        root.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject(), (path, operation) => (path.Name, operation.Name, operation.Value));

    private static JsonElement Resolve(JsonElement root, JsonElement element) => element.TryGetProperty("$ref", out var reference)
        ? reference.GetString()!.Split('/').Skip(1).Aggregate(root, (at, part) => at.GetProperty(part))
        : element;

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member is { Name: "$ref", Value.ValueKind: JsonValueKind.String } ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static bool Leads(JsonElement root, string reference)
    {
        var at = root;
        return reference.Split('/').Skip(1).All(part => at.TryGetProperty(part, out at));
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private async Task<JsonDocument> DocumentAsync()
    {
        using var client = host.Anonymous();
        return JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json"));
    }
}
