using System.CommandLine;
using System.Globalization;
using Oss.Api.CommandLine.Output;
using Oss.Domain.Addresses;
using Oss.Domain.Rules;

namespace Oss.Api.CommandLine;

/// <summary><c>oss mailbox try-filters|import-filters</c>: what a mailbox's filters would do with a message, and filters of other systems brought over.</summary>
internal static class FilterCommands
{
    public static Command Try(Terminal terminal)
    {
        var address = MailboxesCommand.Address();
        var folder = new Option<string?>("--folder") { Description = "The message's folder; without it INBOX, or with --message-id any.", HelpName = "NAME" };
        var uid = new Option<uint?>("--uid") { Description = "The message's IMAP UID." };
        var messageId = new Option<string?>("--message-id") { Description = "Its Message-ID.", HelpName = "ID" };
        var file = new Option<FileInfo?>("--file") { Description = "A message that is not in the mailbox.", HelpName = "FILE" };
        var sender = new Option<string?>("--from") { Description = "The envelope's sender; without it, what the message says of it.", HelpName = "ADDRESS" };
        var trace = new Option<bool>("--trace") { Description = "Each test with its answer." };
        var command = new VerbCommand("try-filters", "Says what a mailbox's filters would do with a message; nothing is stored or sent. For a message of the mailbox say why it is looked at.",
            "oss mailbox try-filters anna@example.org --uid 7 --trace --reason 'ticket 9'", "oss mailbox try-filters anna@example.org --message-id 1@example.com --reason 'ticket 9'") { address, folder, uid, messageId, file, sender, trace };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            TrialMessage message = parsed.GetValue(file) is { } given
                ? new TrialMessage.Given(await File.ReadAllBytesAsync(given.FullName, cancellationToken))
                : new TrialMessage.Stored(parsed.GetValue(folder), parsed.GetValue(uid), parsed.GetValue(messageId));
            var id = await platform.Get<GetAddress>().MailboxAsync(parsed.GetRequiredValue(address), platform.Actor, cancellationToken);
            var trial = await platform.Get<TryRules>().ExecuteAsync(id, message, parsed.GetValue(sender), platform.Actor, cancellationToken);
            IEnumerable<string> lines = parsed.GetValue(trace) ? [.. trial.Trace, .. trial.Actions] : trial.Actions;
            platform.Answer.Say(trial, string.Join('\n', trial.Error is { } error ? lines.Append($"A script failed, and the message is kept: {Line(error)}") : lines));
            return trial.Error is null ? ExitCodes.Done : ExitCodes.Refused;
        });
    }

    public static Command Import(Terminal terminal)
    {
        var address = MailboxesCommand.Address();
        var file = new Argument<FileInfo>("file") { Description = "The script." };
        var separator = new Option<string>("--separator") { Description = "The hierarchy separator of the old server.", DefaultValueFactory = _ => "." };
        var part = new Option<bool>("--even-in-part") { Description = "Takes the rules though something is lost." };
        var number = new Option<string?>("--id") { Description = "A number of your own: the same command again with it does nothing twice." };
        var command = new VerbCommand("import-filters", "Brings a script of Horde's Ingo, of Open-Xchange or of a Cyrus server over, as rules, when rules say all of it; tells what was changed and what could not be.",
            "oss mailbox import-filters anna@example.org ingo.sieve", "oss mailbox import-filters anna@example.org old.sieve --separator / --even-in-part") { address, file, separator, part, number };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var script = await File.ReadAllTextAsync(parsed.GetRequiredValue(file).FullName, cancellationToken);
            var id = await platform.Get<GetAddress>().MailboxAsync(parsed.GetRequiredValue(address), platform.Actor, cancellationToken);
            var imported = await platform.Get<ImportScript>().ExecuteAsync(
                id, script, parsed.GetRequiredValue(separator), parsed.GetValue(part), parsed.GetValue(number) ?? Guid.CreateVersion7().ToString(), platform.Actor, cancellationToken);
            var lines = imported.Script.Changes.Select(problem => $"changed: {Line(problem)}").Concat(imported.Script.Problems.Select(problem => $"not converted: {Line(problem)}"))
                .Concat(imported.Script.Lost.Select(problem => $"no rule says: {Line(problem)}"))
                .Append(imported.Order is { } order ? $"{imported.Script.Rules.Rules.Count} rules; order {order.Id} is {order.State}. {order.ErrorText}".TrimEnd() : "Nothing was changed: the rules would not say all of it. With --even-in-part they are taken all the same.");
            platform.Answer.Say(imported, string.Join('\n', lines));
            return imported.Order is { } given ? ExitCodes.Of(given.State) : ExitCodes.Refused;
        });
    }

    private static string Line(ScriptProblem problem) => string.Create(CultureInfo.InvariantCulture, $"line {problem.Line}, column {problem.Column}: {problem.Text}");
}
