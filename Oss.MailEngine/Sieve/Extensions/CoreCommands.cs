using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>The commands of RFC 5228 3 and 4.</summary>
internal static class CoreCommands
{
    public static SieveExtension Extension { get; } = new("")
    {
        Words =
        [
            // Branches are walked by the run itself, which knows what was before them.
            new CommandRule("if") { Tests = TestArity.One, HasBlock = true, Do = (_, _) => Flow.Next },
            new CommandRule("elsif") { Tests = TestArity.One, HasBlock = true, Do = (_, _) => Flow.Next },
            new CommandRule("else") { HasBlock = true, Do = (_, _) => Flow.Next },
            new CommandRule("require", new ArgumentRule("extension names", ArgumentKind.Texts)) { Do = (_, _) => Flow.Next },
            new CommandRule("stop") { Do = (_, _) => Flow.Stop },
            new CommandRule("keep") { Takes = Takes.Flags, Do = Keep },
            new CommandRule("discard") { Do = Discard },
            new CommandRule("redirect", new ArgumentRule("address", ArgumentKind.Text)) { Check = CheckRedirect, Do = Redirect },
        ],
    };

    private static Flow Keep(Call call, SieveRun run)
    {
        run.Trace(call, "keep");
        run.Actions.Add(call, new SieveAction.Keep(run.Target, ImapFlags.Of(call, run)), cancelsKeep: true);
        return Flow.Next;
    }

    private static Flow Discard(Call call, SieveRun run)
    {
        run.Trace(call, "discard");
        run.Actions.Add(call, new SieveAction.Discard(run.Target), cancelsKeep: true);
        return Flow.Next;
    }

    private static void CheckRedirect(Call call, Binder binder)
    {
        if (!call.Has(":list") && call.Find("address")!.Texts[0] is { Constant: { } address } text && !MailAddresses.IsAddress(address))
            binder.Error(text.At, $"\"{address}\" is not a mail address.", $"\"{address}\" ist keine Mailadresse.");
    }

    private static Flow Redirect(Call call, SieveRun run)
    {
        var target = call.Text("address", run);
        IReadOnlyCollection<string> addresses = call.Has(":list") ? ListsExtension.Members(call, run, target) : [target];
        foreach (var address in addresses)
        {
            if (!MailAddresses.IsAddress(address))
                throw new SieveException(call.At, $"\"{address}\" is not a mail address.", $"\"{address}\" ist keine Mailadresse.");
            run.Trace(call, $"redirect to {address}");
            run.Actions.Add(call, new SieveAction.Redirect(run.Target.Unenclosed, MailAddresses.Bare(address)), cancelsKeep: !call.Has(":copy"));
        }

        return Flow.Next;
    }
}
