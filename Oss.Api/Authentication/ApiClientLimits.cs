namespace Oss.Api.Authentication;

/// <summary>Bounds of machine sign-in.</summary>
internal static class ApiClientLimits
{
    /// <summary>Characters of an <c>Authorization</c> header that is worth decoding.</summary>
    public const int AuthorizationHeaderLength = 4096;

    /// <summary>Failures of one client name from one address before it has to wait.</summary>
    public const int FailuresPerClient = 10;

    /// <summary>Failures of one address, whatever the names, before it has to wait.</summary>
    public const int FailuresPerAddress = 50;

    /// <summary>Names and addresses remembered at once; a flood of names evicts, it never grows the process.</summary>
    public const int RememberedKeys = 20_000;

    /// <summary>How long failures count.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
}
