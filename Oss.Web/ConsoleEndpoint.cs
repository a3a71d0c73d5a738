namespace Oss.Web;

/// <summary>Marks an endpoint of the console: only there the sign-in cookie counts, and only there a failure becomes a page for people.</summary>
internal sealed class ConsoleEndpoint
{
    public static ConsoleEndpoint Mark { get; } = new();
}

/// <summary>Marks a page that is open to somebody who still has the password that was generated for the account.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OpenToGeneratedPasswordAttribute : Attribute;
