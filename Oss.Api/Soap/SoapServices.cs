using Microsoft.AspNetCore.Authentication;
using Oss.Api.Authentication;
using Oss.Api.Soap.Orders;
using Oss.Api.Soap.WsSecurity;

namespace Oss.Api.Soap;

/// <summary>The SOAP services: a contract folder and one line in each of the two methods.</summary>
public static class SoapServices
{
    private const string Folder = "Oss.Api.Soap";

    private static readonly SoapService[] All =
    [
        SoapService.Of<IOrderService>("/soap/orders", new SoapContract(
            $"{Folder}.Orders.OrderService.wsdl", $"{Folder}.Contract.common.xsd", $"{Folder}.Contract.orders.xsd")),
    ];

    internal static IServiceCollection AddOssSoap(this IServiceCollection services) => services
        .AddScoped<SoapCall>()
        .AddSingleton<NonceWindow>()
        .AddSingleton<UsernameTokenSignIn>()
        .AddScoped<IOrderService, OrderService>();

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

    // A stranger learns nothing about which paths there are.
    private static async Task NothingHereAsync(HttpContext context)
    {
        var known = await context.AuthenticateAsync(BasicAuthentication.SchemeName);
        if (known.Succeeded)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await context.ChallengeAsync(BasicAuthentication.SchemeName);
    }
}
