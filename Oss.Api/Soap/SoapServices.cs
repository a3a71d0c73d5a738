using Microsoft.AspNetCore.Authentication;
using Oss.Api.Authentication;
using Oss.Api.Soap.Catalog;
using Oss.Api.Soap.Configuration;
using Oss.Api.Soap.Information;
using Oss.Api.Soap.Integration;
using Oss.Api.Soap.Operations;
using Oss.Api.Soap.Orders;
using Oss.Api.Soap.WsSecurity;

namespace Oss.Api.Soap;

/// <summary>The SOAP services: a contract folder, and a line in each of two places.</summary>
public static class SoapServices
{
    private const string Folder = "Oss.Api.Soap";

    private static readonly SoapService[] All =
    [
        Of<IOrderService>("orders"),
        Of<IConfigurationService>("configuration", "configuration"),
        Of<IInformationService>("information", "information"),
        Of<ICatalogService>("catalog", "catalog"),
        Of<IIntegrationService>("integration", "integration"),
        Of<IOperationsService>("operations", "operations"),
    ];

    internal static IServiceCollection AddOssSoap(this IServiceCollection services) => services
        .AddScoped<SoapCall>()
        .AddSingleton<NonceWindow>()
        .AddSingleton<UsernameTokenSignIn>()
        .AddScoped<IOrderService, OrderService>()
        .AddScoped<IConfigurationService, ConfigurationService>()
        .AddScoped<IInformationService, InformationService>()
        .AddScoped<ICatalogService, CatalogService>()
        .AddScoped<IIntegrationService, IntegrationService>()
        .AddScoped<IOperationsService, OperationsService>();

    /// <summary>Maps every service at its path, its WS-Security endpoint below, and shuts everything else under <c>/soap</c>.</summary>
    public static void MapOssSoap(this IEndpointRouteBuilder endpoints)
    {
        var log = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger<SoapEndpoint>();
        foreach (var service in All)
        {
            endpoints.Map(service.Path, new SoapEndpoint(service, wsSecurity: false, log).HandleAsync).ExcludeFromDescription();
            endpoints.Map(service.Path + "/wss", new SoapEndpoint(service, wsSecurity: true, log).HandleAsync).ExcludeFromDescription();
        }

        endpoints.Map("/soap/{**rest}", NothingHereAsync).ExcludeFromDescription();
    }

    // Every contract stands on the common schema and on that of orders; some have one of their own.
    private static SoapService Of<TContract>(string path, params string[] own)
    {
        var name = typeof(TContract).Name[1..];
        return SoapService.Of<TContract>($"/soap/{path}", new SoapContract(
            $"{typeof(TContract).Namespace}.{name}.wsdl", [.. ((string[])["common", "orders", .. own]).Select(schema => $"{Folder}.Contract.{schema}.xsd")]));
    }

    // A stranger learns nothing about which paths there are.
    private static async Task NothingHereAsync(HttpContext context)
    {
        var known = await context.AuthenticateAsync(ApiAuthentication.SchemeName);
        if (known.Succeeded)
            await SoapRefusal.WriteAsync(context, StatusCodes.Status404NotFound, $"No service is here. There are {string.Join(", ", All.Select(service => service.Path))}; each has ?wsdl, and /wss below for WS-Security.");
        else
        {
            await context.ChallengeAsync(ApiAuthentication.SchemeName);
            await SoapRefusal.WriteAsync(context, context.Response.StatusCode, "API credentials are needed, over TLS.");
        }
    }
}
