using Microsoft.AspNetCore.Http;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Web.Sessions;

namespace Oss.Web.Shared;

/// <summary>The signed-in person as the actor of use cases, as the database has it at this request: a changed role counts at once.</summary>
public sealed class ConsoleActor(IHttpContextAccessor http, GivenReason reason)
{
    /// <summary>The actor.</summary>
    /// <exception cref="DomainException">Nobody is signed in.</exception>
    public Actor Get() => http.HttpContext is { } context && ConsoleSession.User(context) is { } user
        ? user.ToActor() with { Source = context.Connection.RemoteIpAddress?.ToString(), Reason = reason.Get() }
        : throw new DomainException(new DomainError.Forbidden("Sign in first."));

    /// <summary>Whether the password is still the generated one.</summary>
    public bool MustChangePassword => http.HttpContext is { } context && ConsoleSession.User(context) is { MustChangePassword: true };

    /// <summary>Whether the person may change mailboxes and addresses.</summary>
    public bool MayChange => Get().Role is Role.Operator or Role.Support or Role.TenantAdmin;
}
