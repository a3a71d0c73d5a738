using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Oss.Domain;
using Oss.Domain.Access;

namespace Oss.Web.Shared;

/// <summary>The signed-in person as the actor of use cases, read from the database at each request: a changed role counts at once.</summary>
public sealed class ConsoleActor(IHttpContextAccessor http, UserManager<ConsoleUser> users)
{
    /// <summary>The actor.</summary>
    /// <exception cref="DomainException">Nobody is signed in.</exception>
    public async Task<Actor> GetAsync() =>
        http.HttpContext is { } context && await users.GetUserAsync(context.User) is { } user
            ? user.ToActor()
            : throw new DomainException(new DomainError.Forbidden("Sign in first."));
}
