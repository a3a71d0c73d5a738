using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Oss.Api.Authentication;
using Oss.Api.Authentication.OpenId;
using Oss.Api.Changes;
using Oss.Api.Rest;
using Oss.Api.Soap;

namespace Oss.Api.Hosting;

/// <summary>What the role <c>api</c> needs.</summary>
public static class ApiServices
{
    /// <summary>Registers SOAP, REST and the sign-in of machines.</summary>
    public static IServiceCollection AddOssApi(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration("Oss:Api").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOpenIdValidation>();
        services.AddSingleton<GuessThrottle>().AddSingleton<ApiClientSignIn>().AddSingleton<TokenSignIn>().AddSingleton<RequestRates>();
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, ApiAuthentication>(ApiAuthentication.SchemeName, null);
        services.AddSingleton<SingleChange>();
        return services.AddOssSoap().AddOssRest();
    }
}
