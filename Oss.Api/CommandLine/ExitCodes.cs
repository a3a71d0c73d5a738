using Oss.Domain;
using Oss.Domain.Orders;

namespace Oss.Api.CommandLine;

/// <summary>How a verb ended, for scripts.</summary>
internal static class ExitCodes
{
    /// <summary>Done, and on disk.</summary>
    public const int Done = 0;

    /// <summary>A rule stands against it: change what is asked for.</summary>
    public const int Refused = 1;

    /// <summary>The command itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>What was named does not exist.</summary>
    public const int NotFound = 3;

    /// <summary>Database or volume out of reach: the same again later.</summary>
    public const int Unavailable = 4;

    /// <summary>Accepted and not done yet; a node goes on with it.</summary>
    public const int Accepted = 5;

    /// <summary>Interrupted by Ctrl-C.</summary>
    public const int Interrupted = 130;

    public static int Of(DomainError error) => error switch
    {
        DomainError.NotFound => NotFound,
        DomainError.Unavailable => Unavailable,
        _ => Refused,
    };

    public static int Of(OrderState state) => state switch
    {
        OrderState.Completed => Done,
        OrderState.Failed or OrderState.Partial or OrderState.Rejected or OrderState.Cancelled => Refused,
        _ => Accepted,
    };
}
