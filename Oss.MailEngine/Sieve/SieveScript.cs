using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve;

/// <summary>A compiled script: either it can run, or it says what is wrong. Never changes; may run many times at the same time.</summary>
internal sealed class SieveScript
{
    private SieveScript(Call[] calls, IReadOnlySet<string> required, IReadOnlyList<SieveError> errors, IReadOnlyList<SieveError> warnings) =>
        (Calls, Required, Errors, Warnings) = (calls, required, errors, warnings);

    public Call[] Calls { get; }

    /// <summary>The extensions that are on in it.</summary>
    public IReadOnlySet<string> Required { get; }

    /// <summary>What is wrong, in the script's order; a script with errors does not run.</summary>
    public IReadOnlyList<SieveError> Errors { get; }

    /// <summary>What runs and hardly does what its author wants.</summary>
    public IReadOnlyList<SieveError> Warnings { get; }

    /// <summary>Its name, for errors in scripts that others include.</summary>
    public string? Name { get; init; }

    /// <summary>Compiles; never throws, whatever the octets.</summary>
    public static SieveScript Compile(ReadOnlySpan<byte> script, string? name = null)
    {
        try
        {
            var (calls, required, errors, warnings) = Binder.Bind(Parser.Parse(script), Vocabulary.Instance);
            return Of(calls, required, errors, warnings, name);
        }
        catch (SieveException e)
        {
            return new SieveScript([], new HashSet<string>(), [e.Error with { Script = name }], []) { Name = name };
        }
    }

    /// <summary>A script of calls that were bound.</summary>
    public static SieveScript Of(Call[] calls, IReadOnlySet<string> required, IReadOnlyList<SieveError> errors, IReadOnlyList<SieveError> warnings, string? name) =>
        new(calls, required, Ordered(errors, name), Ordered(warnings, name)) { Name = name };

    private static IReadOnlyList<SieveError> Ordered(IReadOnlyList<SieveError> errors, string? name) =>
        [.. errors.OrderBy(e => (e.Line, e.Column)).Select(e => e with { Script = name })];
}
