namespace Oss.Api.Authentication;

/// <summary>Bounds of machine sign-in.</summary>
internal static class ApiClientLimits
{
    /// <summary>Characters of an <c>Authorization</c> header with a name and a secret that is worth decoding.</summary>
    public const int BasicHeaderLength = 4096;

    /// <summary>Characters of an access token that is worth reading; providers put much into them.</summary>
    public const int TokenLength = 16 * 1024;

    /// <summary>Different wrong secrets of one client name from one network before it has to wait.</summary>
    public const int GuessesPerClient = 10;

    /// <summary>Different wrong secrets from one network, whatever the names, before it has to wait.</summary>
    public const int GuessesPerNetwork = 50;

    /// <summary>Names and networks remembered at once; a flood of names evicts, it never grows the process.</summary>
    public const int RememberedKeys = 20_000;

    /// <summary>Right secrets remembered at once.</summary>
    public const int RememberedSecrets = 10_000;

    /// <summary>How long guesses count.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>How soon the same wrong secret is looked at again: it may have become the right one.</summary>
    public static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(10);

    /// <summary>How long a secret that was right passes while others guess.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromDays(1);
}
