using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oss.Domain.Domains;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Tests.MailEngine.Queue;

namespace Oss.Tests.Domain.Domains;

/// <summary>A node that asks a name server of its own, and a product that demands proof of domains.</summary>
internal static class DomainDns
{
    public const string Proving = "proving";

    public static async Task<DomainNode> AskingAsync(this DomainFixture databases, DatabaseProvider provider, DnsServer dns)
    {
        var node = await databases.NodeOnAsync(provider, configure: services => services.Configure<DomainOptions>(options =>
        {
            options.Resolvers.Add(dns.EndPoint.ToString());
            options.Timeout = TimeSpan.FromMilliseconds(500);
            options.MailHost = "mail.provider.example";
            options.Spf = "v=spf1 include:spf.provider.example ~all";
        }));
        await node.QueryAsync(async db =>
        {
            if (await db.Products.AnyAsync(p => p.Code == Proving))
                return 0;

            db.Products.Add(new Product { Code = Proving, Name = "Proving", Features = ProductFeatures.Imap, RequiresVerifiedDomains = true });
            return await db.SaveChangesAsync();
        });
        return node;
    }

    /// <summary>The customer enters one of the records that it was told.</summary>
    public static void Publish(this DnsServer dns, DomainRecord record)
    {
        foreach (var value in record.Value.Split('\n'))
        {
            var parts = value.Split(' ');
            _ = record.Type switch
            {
                DnsRecordType.Mx => dns.AddMx(record.Name, int.Parse(parts[0]), parts[1]),
                DnsRecordType.Cname => dns.AddAlias(record.Name, value),
                DnsRecordType.Srv => dns.AddService(record.Name, int.Parse(parts[2]), parts[3]),
                _ => dns.AddText(record.Name, value),
            };
        }
    }
}
