using Oss.MailEngine.Mime;
using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Extensions;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve;

/// <summary>One run of a script: what it has done so far, and what it may still cost.</summary>
internal sealed class SieveRun
{
    private long _steps;
    private OuterMessage? _outer;

    public SieveRun(SieveContext context, SieveScript script)
    {
        (Context, Script, Message, Flags) = (context, script, context.Message, context.Flags);
        Actions = new SieveActions(keepsInInbox: !context.IsEvent);
        Variables = new SieveVariables(this);
    }

    public SieveContext Context { get; }

    /// <summary>The script being run: the outer one, or the one included at this moment.</summary>
    public SieveScript Script { get; private set; }

    /// <summary>The message as edited so far; in a script that a <c>foreverypart</c> includes, the part as though it were a message.</summary>
    public SieveMessage Message { get; set; }

    /// <summary>The message that actions are about: the whole of it, wherever the script looks.</summary>
    public SieveMessage Target => _outer is { } outer ? outer.Rejoin(this) : Message;

    public SieveVariables Variables { get; }

    /// <summary>Flags for actions that name none (RFC 5232 2), in lower-case-insensitive order of their being set.</summary>
    public IReadOnlyList<string> Flags { get; set; }

    public SieveActions Actions { get; }

    /// <summary>The part that the innermost <c>foreverypart</c> is at.</summary>
    public PartPath? Part { get; set; }

    /// <summary>The loop a <c>break</c> leaves; empty for the innermost.</summary>
    public string BreakTarget { get; set; } = "";

    /// <summary>Scripts included so far, by location and name.</summary>
    public HashSet<string> Included { get; } = [];

    /// <summary>Scripts that are running now, for the depth and for circles.</summary>
    public Stack<string> Including { get; } = new();

    public int IncludeCount { get; set; }

    /// <summary>Whether an extension is on in the script being run.</summary>
    public bool IsOn(string extension) => Script.Required.Contains(extension);

    /// <summary>What the run has cost so far.</summary>
    public long Steps => _steps;

    /// <summary>An item of the environment (RFC 5183); <see langword="null"/> when there is none of that name, or the script has not asked for the extension that it belongs to.</summary>
    public string? Environment(string item)
    {
        var name = item.ToLowerInvariant();
        return ImapSieveExtension.OwnerOf(name) is not { } owner ? Context.Environment.GetValueOrDefault(name)
            : IsOn(owner) ? Context.Environment.GetValueOrDefault(name, "") : null;
    }

    /// <summary>Refuses a script that is about deliveries when nothing is delivered (RFC 6785 3.11).</summary>
    /// <exception cref="SieveException">It requires what answers to who sent the message.</exception>
    public void Admit(SieveScript script)
    {
        if (Context.IsEvent && WhyNotAtEvents(script) is { } error)
            throw new SieveException(new SievePosition(error.Line, error.Column), error.Sentence);
    }

    /// <summary>Why a script cannot run at IMAP events (RFC 6785 3.11); <see langword="null"/> when it can.</summary>
    public static SieveError? WhyNotAtEvents(SieveScript script) => script.Required.FirstOrDefault(Vocabulary.Instance.IsForDeliveryOnly) is { } name
        ? new SieveError(
            new SievePosition(1, 1), $"The extension \"{name}\" is about mail that is delivered; a script for IMAP events cannot require it.",
            $"Die Erweiterung \"{name}\" betrifft Mail, die zugestellt wird; ein Skript für IMAP-Ereignisse kann sie nicht verlangen.")
        : null;

    /// <summary>Pays for looking at characters.</summary>
    /// <exception cref="SieveException">The run has cost as much as it may.</exception>
    public void Spend(SievePosition at, long characters)
    {
        _steps += 1 + (characters / SieveLimits.CharactersPerStep);
        if (_steps > SieveLimits.Steps)
            throw new SieveException(at, "The script takes too long on this message.", "Das Skript braucht bei dieser Nachricht zu lange.");
    }

    public void Trace(Call call, string what) => Context.Trace?.Invoke(call.At, what);

    public Flow Execute(Call[] block)
    {
        // A branch is taken when no branch of its chain was before it.
        var taken = false;
        foreach (var call in block)
        {
            Spend(call.At, 0);
            Flow flow;
            if (call.Rule.Name is "if" or "elsif" or "else")
            {
                if (call.Rule.Name == "if")
                    taken = false;
                if (taken || (call.Rule.Name != "else" && !Test(call.Tests[0])))
                    continue;
                taken = true;
                flow = Execute(call.Block);
            }
            else
            {
                flow = ((CommandRule)call.Rule).Do(call, this);
            }

            if (flow != Flow.Next)
                return flow;
        }

        return Flow.Next;
    }

    public bool Test(Call test)
    {
        Spend(test.At, 0);
        var result = ((TestRule)test.Rule).Is(test, this);
        Context.Trace?.Invoke(test.At, $"{test.Rule.Name}: {(result ? "true" : "false")}");
        return result;
    }

    /// <summary>Runs another script within this one, with variables of its own.</summary>
    public Flow ExecuteIncluded(SieveScript script)
    {
        var (outerScript, outerMessage, outerPart) = (Script, _outer, Part);
        using var scope = Variables.Enter();
        Admit(script);
        Script = script;
        // The included script has the part for a message, and no loop around it (RFC 6609 3.5).
        if (Part is { Steps.Length: > 0 } path && path.In(Message.Structure) is { } part)
        {
            Spend(new SievePosition(1, 1), part.End - part.Start);
            _outer = new OuterMessage(Message, part, outerMessage);
            Message = SieveMessage.Of(Message.Octets[part.Start..part.End]);
        }

        Part = null;
        try
        {
            return Execute(script.Calls);
        }
        finally
        {
            if (_outer is { } inner && inner != outerMessage)
                Message = inner.Replaced(Message);
            (Script, _outer, Part) = (outerScript, outerMessage, outerPart);
        }
    }

    /// <summary>A message of which a part is looked at as though it were the whole.</summary>
    private sealed record OuterMessage(SieveMessage Message, MimePart Part, OuterMessage? Outer)
    {
        /// <summary>The message with the part as it was edited.</summary>
        public SieveMessage Replaced(SieveMessage part)
        {
            if (!part.IsEdited)
                return Message;
            var octets = With(part);
            // A part in which it was enclosed is no part of what is passed on.
            return part.Unenclosed == part ? Message.Rewritten(octets) : (part.Unenclosed.IsEdited ? Message.Rewritten(With(part.Unenclosed)) : Message).EnclosedIn(octets);
        }

        private byte[] With(SieveMessage part) => ReplaceExtension.Concatenate(Message.Octets[..Part.Start], part.Octets, Message.Octets[Part.End..]);

        public SieveMessage Rejoin(SieveRun run)
        {
            var whole = Replaced(run.Message);
            for (var outer = Outer; outer is not null; outer = outer.Outer)
                whole = outer.Replaced(whole);
            return whole;
        }
    }
}
