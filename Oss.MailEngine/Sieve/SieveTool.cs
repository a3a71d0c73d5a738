using Oss.MailEngine.Sieve.Conversion;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;
using Oss.MailEngine.Sieve.Rules;
using Oss.MailEngine.Sieve.Trials;

namespace Oss.MailEngine.Sieve;

/// <summary>What a script would do, without a mailbox: support's answer to "my filter does not work". Nothing is stored and nothing is sent.</summary>
public static class SieveTool
{
    /// <summary>Compiles a script.</summary>
    /// <param name="script">Its octets, UTF-8.</param>
    public static SieveReport Check(ReadOnlyMemory<byte> script)
    {
        var compiled = SieveScript.Compile(script.Span);
        return new SieveReport(compiled.Errors, compiled.Warnings);
    }

    /// <summary>Compiles a script that is to run at IMAP events (RFC 6785): one that requires what is about deliveries has an error too.</summary>
    public static SieveReport CheckForEvents(ReadOnlyMemory<byte> script)
    {
        var compiled = SieveScript.Compile(script.Span);
        return new SieveReport([.. compiled.Errors, .. SieveRun.WhyNotAtEvents(compiled) is { } error ? (SieveError[])[error] : []], compiled.Warnings);
    }

    /// <summary>Addresses that a script passes mail on to, as they are written in it, each once. One with variables in it is known only when it runs, and what scripts do that it includes is not among them.</summary>
    public static IReadOnlyList<string> RedirectsOf(ReadOnlyMemory<byte> script)
    {
        return [.. Of(SieveScript.Compile(script.Span).Calls).Distinct(StringComparer.OrdinalIgnoreCase)];

        static IEnumerable<string> Of(Call[] calls) => calls.SelectMany(call => call.Rule.Name == "redirect" ? call.Find("address")!.Texts.Select(text => text.Source) : Of(call.Block));
    }

    /// <summary>Runs a script on a message.</summary>
    /// <param name="script">Its octets, UTF-8.</param>
    /// <param name="message">The message, RFC 5322.</param>
    /// <param name="sender">The envelope's sender.</param>
    /// <param name="recipient">The envelope's recipient.</param>
    /// <param name="folders">Folders that the mailbox has, for scripts that ask.</param>
    /// <param name="scripts">Directory with the scripts <c>NAME.sieve</c> that <c>include :personal</c> finds; none without one.</param>
    /// <param name="globalScripts">The same for <c>include :global</c>.</param>
    public static SieveTrial Run(
        ReadOnlyMemory<byte> script, ReadOnlyMemory<byte> message, string sender, string recipient, IReadOnlyCollection<string> folders, string? scripts = null, string? globalScripts = null)
    {
        var trace = new List<string>();
        var outcome = SieveInterpreter.Run(SieveScript.Compile(script.Span), new SieveContext
        {
            Message = SieveMessage.Of(message), Sender = sender, Recipient = recipient, Now = DateTimeOffset.Now, Mailbox = new ImaginedMailbox(folders, scripts, globalScripts),
            Environment = new Dictionary<string, string> { ["location"] = "MDA", ["phase"] = "during", ["name"] = "Oss" },
            Trace = (at, what) =>
            {
                if (trace.Count < MaxTrace)
                    trace.Add($"line {at.Line}, column {at.Column}: {what}");
            },
        });
        return new SieveTrial([.. outcome.Actions.Select(a => a.ToString()!)], outcome.Error, trace);
    }

    /// <summary>Brings a Cyrus script over.</summary>
    /// <param name="script">The script.</param>
    /// <param name="separator">The hierarchy separator of the old server, <c>.</c> or <c>/</c>.</param>
    public static Converted ConvertCyrus(string script, char separator) => CyrusConversion.Convert(script, separator);

    /// <summary>Reads rules out of a script that Horde's Ingo or Open-Xchange wrote.</summary>
    public static ImportedRules ImportRules(string script) => RuleImport.Read(script);

    /// <summary>Renders rules into a script.</summary>
    /// <returns>The script, or what is wrong with the rules.</returns>
    public static (string? Script, IReadOnlyList<string> Findings) Render(MailRules rules) => RuleScript.Check(rules) is { Count: > 0 } findings ? (null, findings) : (RuleScript.Render(rules), []);

    private const int MaxTrace = 10_000;
}

/// <summary>What is wrong with a script.</summary>
/// <param name="Errors">It does not run.</param>
/// <param name="Warnings">It runs, and hardly does what its author wants.</param>
public sealed record SieveReport(IReadOnlyList<SieveError> Errors, IReadOnlyList<SieveError> Warnings);

/// <summary>What a script did on trial.</summary>
/// <param name="Actions">What it would do, one line each.</param>
/// <param name="Error">Why it did not come to its end; the message is kept then.</param>
/// <param name="Trace">Each test with its answer and each action, with where it stands.</param>
public sealed record SieveTrial(IReadOnlyList<string> Actions, SieveError? Error, IReadOnlyList<string> Trace);
