using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Packages;

namespace Oss.Domain.Access;

/// <summary>Gives the own mailbox another password, by order like every change; sessions with the old one end.</summary>
public sealed class ChangeMailUserPassword(AuthenticateMailbox authenticate, SubmitOrder submit, FindMailUser users)
{
    /// <summary>Characters of a password that its owner chooses.</summary>
    public const int MinLength = 10;

    /// <summary>Changes it.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="current">The password there is.</param>
    /// <param name="replacement">The new one.</param>
    /// <param name="order">The number of the order.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The person with the stamp of the new password.</returns>
    /// <exception cref="DomainException">The current password is wrong, the new one too weak, or the order was refused.</exception>
    public async Task<MailUser> ExecuteAsync(MailUser user, string current, string replacement, string order, CancellationToken cancellationToken)
    {
        // The second click has the password that is no longer the current one.
        if (await authenticate.ExecuteAsync(user.Address, current, ProductFeatures.None, cancellationToken) is not MailboxLogin.Accepted)
            throw Refusal("currentPassword", ErrorCodes.WrongPassword, "The current password is not right.");
        if (replacement.Length is < MinLength or > 256 || replacement.Distinct().Count() < MinLength / 2 || replacement == current
            || replacement.Contains(EmailAddress.TryParse(user.Address)!.LocalPart, StringComparison.OrdinalIgnoreCase))
            throw Refusal("newPassword", ErrorCodes.WeakPassword, $"A new password has {MinLength} to 256 characters, not the name in the address, more than a few different characters, and is not the old one.");

        await submit.ExecuteAsync(
            new OrderRequest("self-service", order, [new MailboxItemRequest(OrderAction.Modify, user.Address, Password: new PasswordChange(replacement, IsHash: false))]), user.ToActor(), cancellationToken);
        return await users.LatestAsync(user.MailboxId, cancellationToken) ?? throw new DomainException(new DomainError.NotFound("mailbox", user.Address));
    }

    private static DomainException Refusal(string path, string code, string text) => new(new DomainError.Validation([new Finding(path, code, text)]));
}
