using System.CommandLine;
using Oss.Api.CommandLine.Output;
using Oss.Domain.Packages;

namespace Oss.Api.CommandLine;

/// <summary><c>oss products</c>.</summary>
internal static class ProductsCommand
{
    public static Command Create(Terminal terminal) => new("products", "Products with their limits and features.") { List(terminal), Show(terminal) };

    private static Command List(Terminal terminal) => terminal.Runs(
        new VerbCommand("list", "Lists the products.", "oss products list"),
        async (_, platform, cancellationToken) =>
        {
            var products = await platform.Get<ListProducts>().ExecuteAsync(cancellationToken);
            platform.Answer.List(products, null, ["code", "name", "features"], product => [product.Code, product.Name, product.Features.Select(feature => feature.ToString())]);
            return ExitCodes.Done;
        });

    private static Command Show(Terminal terminal)
    {
        var code = new Argument<string>("code") { Description = "The code that orders name." };
        return terminal.Runs(new VerbCommand("show", "Shows one product.", "oss products show premium") { code }, async (parsed, platform, cancellationToken) =>
        {
            var product = await platform.Get<ListProducts>().ByCodeAsync(parsed.GetRequiredValue(code), cancellationToken);
            platform.Answer.Thing(product,
            [
                ("product", product.Code), ("name", product.Name), ("mailboxes", Count(product.MaxMailboxes)), ("aliases", Count(product.MaxAliases)), ("domains", Count(product.MaxDomains)),
                ("quota of a mailbox", Answer.Size(product.MailboxQuota.Bytes)), ("quota in all", Answer.Size(product.TotalQuota.Bytes)),
                ("features", product.Features.Select(feature => feature.ToString())),
            ]);
            return ExitCodes.Done;
        });
    }

    private static object Count(int? maximum) => maximum is { } given ? given : "unlimited";
}
