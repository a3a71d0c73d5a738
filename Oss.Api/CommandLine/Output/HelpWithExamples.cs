using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Oss.Api.CommandLine.Output;

/// <summary>A command that shows how it is used.</summary>
internal sealed class VerbCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}

/// <summary>The usual help, and the examples of the command below it.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not VerbCommand { Examples: { Count: > 0 } examples })
            return code;

        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in examples)
            output.WriteLine($"  {example}");
        output.WriteLine();
        return code;
    }
}
