using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>foreverypart</c> and <c>break</c> (RFC 5703 3): the block runs for each part, depth first; a loop within a loop goes through the parts below the outer one's.</summary>
internal static class ForEveryPartExtension
{
    public static SieveExtension Extension { get; } = new("foreverypart")
    {
        Words =
        [
            new CommandRule("foreverypart") { HasBlock = true, Tags = [new TagRule("name", ArgumentKind.Text)], Check = CheckLoop, Do = Loop },
            new CommandRule("break") { Tags = [new TagRule("name", ArgumentKind.Text)], Check = CheckBreak, Do = Break },
        ],
    };

    private static void CheckLoop(Call call, Binder binder)
    {
        if (binder.Loops.Count >= SieveLimits.PartLoops)
            binder.Error(call.At, $"'foreverypart' is nested more than {SieveLimits.PartLoops} deep.", $"'foreverypart' ist mehr als {SieveLimits.PartLoops} Ebenen tief geschachtelt.");
    }

    private static void CheckBreak(Call call, Binder binder)
    {
        var name = call.Find(":name")?.Texts[0].Source;
        if (name is null ? binder.Loops.Count == 0 : !binder.Loops.Contains(name))
            binder.Error(
                call.At, name is null ? "'break' stands inside a 'foreverypart'." : $"There is no 'foreverypart' with the name \"{name}\" around this 'break'.",
                name is null ? "'break' steht innerhalb eines 'foreverypart'." : $"Um dieses 'break' steht kein 'foreverypart' mit dem Namen \"{name}\".");
    }

    private static Flow Loop(Call call, SieveRun run)
    {
        var name = call.Find(":name")?.Texts[0].Source ?? "";
        var outer = run.Part;
        var top = outer ?? PartPath.Root;
        try
        {
            // The outer loop's own part was its business already.
            for (var path = outer is null ? PartPath.Root : top.Next(run.Message.Structure, top); path is not null; path = path.Next(run.Message.Structure, top))
            {
                run.Spend(call.At, 64);
                run.Part = path;
                var flow = run.Execute(call.Block);
                if (flow == Flow.Break)
                    return run.BreakTarget.Length == 0 || run.BreakTarget == name ? Flow.Next : Flow.Break;
                if (flow != Flow.Next)
                    return flow;
            }

            return Flow.Next;
        }
        finally
        {
            run.Part = outer;
        }
    }

    private static Flow Break(Call call, SieveRun run)
    {
        run.BreakTarget = call.Find(":name")?.Texts[0].Source ?? "";
        return Flow.Break;
    }
}
