using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>reject</c> and <c>ereject</c> (RFC 5429).</summary>
internal static class RejectExtension
{
    public static SieveExtension Reject { get; } = new("reject") { IsForDeliveryOnly = true, Words = [Rule("reject", atProtocol: false)] };

    public static SieveExtension Ereject { get; } = new("ereject") { IsForDeliveryOnly = true, Words = [Rule("ereject", atProtocol: true)] };

    private static CommandRule Rule(string name, bool atProtocol) => new(name, new ArgumentRule("reason", ArgumentKind.Text))
    {
        Do = (call, run) =>
        {
            run.Trace(call, name);
            run.Actions.Add(call, new SieveAction.Reject(run.Target, call.Text("reason", run), atProtocol), cancelsKeep: true);
            return Flow.Next;
        },
    };
}
