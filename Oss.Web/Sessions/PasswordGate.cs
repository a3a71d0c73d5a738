using Microsoft.AspNetCore.Http;

namespace Oss.Web.Sessions;

/// <summary>Leads everybody who still has a generated password, which somebody else has read, to the page that changes it, whatever was asked for.</summary>
internal static class PasswordGate
{
    public const string Page = "/account/password";

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (ConsoleSession.User(context) is not { MustChangePassword: true } || context.GetEndpoint()?.Metadata.GetMetadata<OpenToGeneratedPasswordAttribute>() is not null)
            return next(context);

        context.Response.Redirect(Page);
        return Task.CompletedTask;
    }
}
