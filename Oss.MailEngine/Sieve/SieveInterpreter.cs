using Oss.MailEngine.Sieve.Actions;

namespace Oss.MailEngine.Sieve;

/// <summary>What a run came to.</summary>
/// <param name="Actions">What is to be done, in order; after an error, to keep the message and nothing else.</param>
/// <param name="Error">Why the script did not come to its end.</param>
internal sealed record SieveOutcome(IReadOnlyList<SieveAction> Actions, SieveError? Error)
{
    /// <summary>What the run cost, of <see cref="SieveLimits.Steps"/>.</summary>
    public long Steps { get; init; }

    /// <summary>Whether the message stays in INBOX as far as this script goes, so that the next script is asked.</summary>
    public bool Keeps => Actions.Any(action => action is SieveAction.Keep);
}

/// <summary>Runs scripts. Nothing is done while a script runs: it yields actions, and a script that fails in its middle yields the implicit keep alone (RFC 5228 2.10.6).</summary>
internal static class SieveInterpreter
{
    /// <summary>Runs one script; never throws for anything a script or message holds.</summary>
    public static SieveOutcome Run(SieveScript script, SieveContext context)
    {
        if (script.Errors.Count > 0)
            return Failed(context, script.Errors[0]);

        var run = new SieveRun(context, script);
        try
        {
            run.Admit(script);
            run.Execute(script.Calls);
            return new SieveOutcome(run.Actions.Complete(run), null) { Steps = run.Steps };
        }
        catch (SieveException e)
        {
            return Failed(context, e.Error with { Script = run.Script.Name }) with { Steps = run.Steps };
        }
    }

    /// <summary>
    /// Runs scripts one after the other for as long as each keeps the message; a keep that is followed by another script is that script's business, which finds the message edited and flagged as the one
    /// before it would have kept it, as with Pigeonhole. The first error is told.
    /// </summary>
    public static SieveOutcome RunAll(IReadOnlyList<SieveScript> scripts, SieveContext context)
    {
        var actions = new List<SieveAction>();
        SieveError? error = null;
        var steps = 0L;
        foreach (var script in scripts)
        {
            context.Begins?.Invoke(script.Name ?? "");
            var outcome = Run(script, context);
            error ??= outcome.Error;
            steps += outcome.Steps;
            actions.RemoveAll(action => action is SieveAction.Keep);
            actions.AddRange(outcome.Actions);
            if (!outcome.Keeps)
                break;
            var keep = outcome.Actions.OfType<SieveAction.Keep>().Last();
            context = context with { Message = keep.Message, Flags = keep.Flags };
        }

        return new SieveOutcome(scripts.Count > 0 ? actions : [Keep(context)], error) { Steps = steps };
    }

    private static SieveOutcome Failed(SieveContext context, SieveError error) => new([Keep(context)], error);

    // As the script found it: a message in a folder keeps the flags that it has.
    private static SieveAction.Keep Keep(SieveContext context) => new(context.Message, context.Flags, IsImplicit: true);
}
