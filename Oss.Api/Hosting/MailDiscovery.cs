using System.Xml.Linq;
using Microsoft.Extensions.Options;
using Oss.Domain.Domains;

namespace Oss.Api.Hosting;

/// <summary>What mail servers and mail programs fetch over HTTPS at names below a customer's domain: the MTA-STS policy (RFC 8461 3.3) and Thunderbird's settings. Public, and the same for
/// all domains that are served; of others they say nothing.</summary>
internal static class MailDiscovery
{
    private const string PolicyHost = "mta-sts.";
    private const string SettingsHost = "autoconfig.";

    public static void MapMailDiscovery(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/.well-known/mta-sts.txt", PolicyAsync).ExcludeFromDescription();
        endpoints.MapGet("/mail/config-v1.1.xml", SettingsAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> PolicyAsync(HttpContext context, GetDomainRecords domains) =>
        Below(context, PolicyHost) is { } domain && await domains.MtaStsPolicyAsync(domain, context.RequestAborted) is { } policy
            ? Results.Text(policy, "text/plain")
            : Results.NotFound();

    private static async Task<IResult> SettingsAsync(HttpContext context, GetDomainRecords domains, IOptions<DomainOptions> options)
    {
        if (Below(context, SettingsHost) is not { } domain || await domains.MtaStsPolicyAsync(domain, context.RequestAborted) is null)
            return Results.NotFound();

        var host = options.Value.MailHost;
        return Results.Text(new XDocument(new XElement("clientConfig", new XAttribute("version", "1.1"), new XElement(
            "emailProvider", new XAttribute("id", domain), new XElement("domain", domain), new XElement("displayName", domain),
            Server("incomingServer", "imap", host, 993), Server("incomingServer", "pop3", host, 995), Server("outgoingServer", "smtp", host, 465)))).ToString(), "application/xml");
    }

    private static XElement Server(string element, string type, string host, int port) => new(
        element, new XAttribute("type", type), new XElement("hostname", host), new XElement("port", port), new XElement("socketType", "SSL"),
        new XElement("authentication", "password-cleartext"), new XElement("username", "%EMAILADDRESS%"));

    private static string? Below(HttpContext context, string prefix) =>
        context.Request.Host.Host is { } host && host.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? host[prefix.Length..] : null;
}
