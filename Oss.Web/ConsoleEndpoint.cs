namespace Oss.Web;

/// <summary>Marks an endpoint of the console: only there the sign-in cookie counts, and only there a failure becomes a page for people.</summary>
internal sealed class ConsoleEndpoint
{
    public static ConsoleEndpoint Mark { get; } = new();
}

/// <summary>Marks a page that is open to somebody who still has the password that was generated for the account.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OpenToGeneratedPasswordAttribute : Attribute;

/// <summary>A page about one customer, mailbox, order or message: who runs the platform may be asked why before it is shown.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ShowsSomebodyAttribute : Attribute;
