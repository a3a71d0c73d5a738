using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Passwords;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>Secrets that exist in clear text only here, to be shown once.</summary>
public sealed record FirstStartSecrets(string OperatorName, string OperatorPassword, string ApiClientName, string ApiClientSecret)
{
    /// <summary>Never shows the secrets.</summary>
    public override string ToString() => $"FirstStartSecrets({OperatorName}, {ApiClientName})";
}

/// <summary>Gives an empty platform its first operator and its first API client, with generated secrets.</summary>
public sealed class FirstStart(OssDbContext db, UserManager<ConsoleUser> users, TimeProvider time)
{
    private const string OperatorName = "operator";
    private const string ApiClientName = "crm";

    /// <summary>Creates both on an empty platform; <see langword="null"/> on any other.</summary>
    public async Task<FirstStartSecrets?> ExecuteAsync(CancellationToken cancellationToken)
    {
        if (await db.Users.AnyAsync(cancellationToken) || await db.ApiClients.AnyAsync(cancellationToken))
            return null;

        var secrets = new FirstStartSecrets(OperatorName, NewSecret(), ApiClientName, NewSecret());
        db.ApiClients.Add(new ApiClient { Name = ApiClientName, SecretHash = PasswordHash.Create(secrets.ApiClientSecret), Role = Role.Crm, CreatedAt = time.GetUtcNow().UtcDateTime });
        var created = await users.CreateAsync(
            new ConsoleUser { Id = Guid.CreateVersion7(), UserName = OperatorName, Role = Role.Operator, LockoutEnabled = true, CreatedAt = time.GetUtcNow().UtcDateTime }, secrets.OperatorPassword);
        if (!created.Succeeded)
            throw new InvalidOperationException(string.Join(' ', created.Errors.Select(error => error.Description)));

        await db.SaveChangesAsync(cancellationToken);
        return secrets;
    }

    private static string NewSecret() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 24);
}
