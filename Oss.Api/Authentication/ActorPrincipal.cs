using System.Security.Claims;
using Oss.Domain.Access;

namespace Oss.Api.Authentication;

/// <summary>An <see cref="Actor"/> as ASP.NET Core carries it.</summary>
internal sealed class ActorPrincipal(Actor actor, string scheme)
    : ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, actor.Name), new(ClaimTypes.Role, actor.Role.ToString())], scheme))
{
    public Actor Actor { get; } = actor;

    public static Actor Of(HttpContext context) => (context.User as ActorPrincipal)?.Actor
        ?? throw new InvalidOperationException("The endpoint runs without authentication.");
}
