using Oss.Domain.Access;
using Oss.Domain.MailPlatform;

namespace Oss.Domain.MailQueue;

/// <summary>Who gets at the queue: it has mail of all tenants, so nobody of one does.</summary>
internal static class QueueRights
{
    public static void EnsureMayLook(Actor actor)
    {
        if (actor.TenantId is not null || actor.Role is not (Role.Operator or Role.Support or Role.Auditor))
            throw new DomainException(new DomainError.Forbidden("The queue is for those who run the platform."));
    }

    public static void EnsureMayChange(Actor actor)
    {
        if (actor.TenantId is not null || actor.Role is not Role.Operator)
            throw new DomainException(new DomainError.Forbidden("Only an operator changes the queue."));
    }

    /// <summary>What the port says of a queue out of reach, as an error of the domain.</summary>
    public static async Task<T> ReachAsync<T>(Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (MailPlatformUnavailableException e)
        {
            throw new DomainException(new DomainError.Unavailable("The queue is out of reach; try again."), e);
        }
    }
}
