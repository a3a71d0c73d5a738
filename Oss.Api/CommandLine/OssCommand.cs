using System.CommandLine;
using System.CommandLine.Help;
using Oss.Api.CommandLine.Output;
using Oss.Api.Hosting;

namespace Oss.Api.CommandLine;

/// <summary><c>oss</c>: the platform by commands, on the machine of a node and beside it, on the same settings. Every change is an order, as from anywhere else.</summary>
internal static class OssCommand
{
    /// <summary>Runs one command.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextReader input, TextWriter output, TextWriter errors, CancellationToken cancellationToken = default)
    {
        var (settings, words) = Settings.Split(arguments);
        // These have arguments, exit codes and a help of their own.
        if (words is ["sieve", .. var sieve])
            return SieveVerb.Run(sieve, output, errors);
        if (words is ["audit", .. var audit])
            return await AuditVerb.RunAsync([.. audit, .. settings], output, errors);

        var terminal = new Terminal(settings, input, output, errors);
        var parsed = Create(terminal).Parse(words);
        if (parsed.Errors.Count == 0 || parsed.Action is HelpWithExamples)
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false }, cancellationToken);

        foreach (var error in parsed.Errors)
            errors.WriteLine(error.Message);
        errors.WriteLine($"See: {Path(parsed.CommandResult.Command)} --help");
        return ExitCodes.Usage;
    }

    // Not a RootCommand: its help would show the name of the program's file.
    private static Command Create(Terminal terminal)
    {
        var help = new HelpOption();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return new Command("oss", """
            The mail platform by commands, beside a running node. A node itself is started without a command.
            Settings are the node's: appsettings.json, the environment (Oss__Database__Provider=…), or --Oss:Database:Provider=… anywhere among the arguments.
            Exit codes: 0 done, 1 refused, 2 wrong command, 3 not found, 4 out of reach, try again, 5 accepted and not done yet.
            """)
        {
            help, terminal.Json, terminal.As, terminal.OnBehalfOf, terminal.Reason,
            OrdersCommand.Create(terminal), MailboxesCommand.Create(terminal), ArchiveCommand.Create(terminal), AliasesCommand.Create(terminal), RelaysCommand.Create(terminal),
            ProductsCommand.Create(terminal), UsersCommand.Create(terminal), ClientsCommand.Create(terminal), QueueCommand.Create(terminal), VolumesCommand.Create(terminal), QuarantineCommand.Create(terminal), TraceCommand.Create(terminal), SampleCommand.Create(terminal),
            new Command("sieve", "Checks, tries and converts mail filters; without arguments it says how."),
            new Command("audit", "Verifies the audit and prints its checkpoints; without arguments it says how."),
        };
    }

    private static string Path(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : command.Name;
}
