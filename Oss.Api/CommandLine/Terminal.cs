using System.CommandLine;
using Oss.Api.CommandLine.Output;
using Oss.Api.Hosting;
using Oss.Domain;

namespace Oss.Api.CommandLine;

/// <summary>What all commands share: the node's settings, the streams, and the options that say who acts and how it answers.</summary>
internal sealed class Terminal(string[] settings, TextReader input, TextWriter output, TextWriter errors)
{
    public TextReader Input => input;

    public TextWriter Output => output;

    public TextWriter Errors => errors;

    public Option<bool> Json { get; } = new("--json") { Description = "Answers in JSON, for programs.", Recursive = true };

    public Option<string?> As { get; } = new("--as") { Description = "The operator who acts, by the console's name; without it, the user of this machine.", HelpName = "NAME", Recursive = true };

    public Option<string?> OnBehalfOf { get; } = new("--on-behalf-of") { Description = "For whom, for the audit.", HelpName = "TEXT", Recursive = true };

    public Option<string?> Reason { get; } = new("--reason") { Description = "Why, for the audit: a ticket's number, say.", HelpName = "TEXT", Recursive = true };

    /// <summary>Somebody looks at standard error.</summary>
    public bool IsWatched(ParseResult parsed) => !Console.IsErrorRedirected && ReferenceEquals(errors, Console.Error) && !parsed.GetValue(Json);

    /// <summary>A small file as text; <c>-</c> is standard input.</summary>
    public Task<string> ReadAsync(string file, CancellationToken cancellationToken) => file == "-" ? input.ReadToEndAsync(cancellationToken) : File.ReadAllTextAsync(file, cancellationToken);

    /// <summary>Lets a command act on the platform, and turns what goes wrong into an exit code.</summary>
    public Command Runs(Command command, Func<ParseResult, CommandPlatform, CancellationToken, Task<int>> run)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var answer = new Answer(output, errors, parsed.GetValue(Json));
            try
            {
                await using var platform = await CommandPlatform.OpenAsync(settings, new Asker(parsed.GetValue(As), parsed.GetValue(OnBehalfOf), parsed.GetValue(Reason)), answer, cancellationToken);
                return await run(parsed, platform, cancellationToken);
            }
            catch (DomainException e)
            {
                return answer.Refuse(e.Error);
            }
            catch (ConfigurationException e)
            {
                errors.WriteLine(e.Message);
                return ExitCodes.Usage;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                errors.WriteLine(e.Message);
                return e is InvalidDataException ? ExitCodes.Refused : ExitCodes.Unavailable;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCodes.Interrupted;
            }
        });
        return command;
    }
}

/// <summary>Who gives a command, in its own words.</summary>
internal sealed record Asker(string? Name, string? OnBehalfOf, string? Reason);
