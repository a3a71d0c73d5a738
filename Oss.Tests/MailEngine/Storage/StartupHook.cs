using Oss.Tests.MailEngine.Queue;
using Oss.Tests.MailEngine.Sieve;
using Oss.Tests.MailEngine.Storage;

#pragma warning disable CA1050 // The runtime looks for this very name, outside of every namespace, when DOTNET_STARTUP_HOOKS names the assembly.
/// <summary>Makes this program another one before its entry point is reached.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        KilledNode.RunWhenTold();
        KilledFilterNode.RunWhenTold();
        KilledQueueNode.RunWhenTold();
        KilledEngine.RunWhenTold();
    }
}
