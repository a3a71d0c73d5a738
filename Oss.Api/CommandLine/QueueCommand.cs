using System.CommandLine;
using Oss.Api.CommandLine.Output;
using Oss.Domain;
using Oss.Domain.MailQueue;

namespace Oss.Api.CommandLine;

/// <summary><c>oss queue</c>: mail of this node that is on its way out, or waits to get in. The queue is a node's own, and the node that runs hears of changes within seconds.</summary>
internal static class QueueCommand
{
    public static Command Create(Terminal terminal) => new("queue", "Mail of this node that is not delivered yet.")
    {
        Summary(terminal), List(terminal), Show(terminal), Header(terminal),
        Change(terminal, "hold", QueueAction.Hold, "Stops messages until they are released; they do not expire meanwhile."),
        Change(terminal, "release", QueueAction.Release, "Lets held messages go on, beginning now."),
        Change(terminal, "retry", QueueAction.Retry, "Tries messages now that are not held."),
        Change(terminal, "requeue", QueueAction.Requeue, "Treats messages as if they had just come: way, attempts and time begin again."),
        Change(terminal, "delete", QueueAction.Delete, "Deletes messages for good; their senders are not told."),
    };

    private static Command Summary(Terminal terminal)
    {
        var filter = new Filter();
        var command = new VerbCommand("summary", "Counts the queue by state, destination and reason.", "oss queue summary", "oss queue summary --destination example.org --json");
        filter.AddTo(command);
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var found = await platform.Get<SearchQueue>().DescribeAsync(filter.Of(parsed), platform.Actor, cancellationToken);
            platform.Answer.Thing(found,
            [
                ("messages", found.Messages), ("size", Answer.Size(found.Bytes)), ("oldest", found.Oldest),
                .. found.States.Select(one => ($"state {one.Value}", (object?)one.Messages)), .. found.Destinations.Select(one => ($"to {one.Value}", (object?)one.Messages)),
                .. found.Reasons.Select(one => ($"because {one.Value}", (object?)one.Messages)),
            ]);
            return ExitCodes.Done;
        });
    }

    private static Command List(Terminal terminal)
    {
        var (filter, part) = (new Filter(), new PartOptions());
        var command = new VerbCommand("list", "Lists queued messages, the newest first.", "oss queue list --state Held", "oss queue list --because 4.4.1 --limit 200 --json");
        part.AddTo(command);
        filter.AddTo(command);
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var found = await platform.Get<SearchQueue>().ExecuteAsync(
                filter.Of(parsed), part.Of(parsed), platform.Actor, cancellationToken);
            platform.Answer.List(
                found, ["id", "arrived", "state", "bytes", "from", "to", "more", "attempts", "last answer"],
                row => [$"{row.Id:N}", row.ArrivedAt, row.State, row.Bytes, $"<{row.Sender}>", row.Recipient, row.Recipients > 1 ? row.Recipients - 1 : null, row.Attempts, row.Reply]);
            return ExitCodes.Done;
        });
    }

    private static Command Show(Terminal terminal)
    {
        var id = new Argument<Guid>("id") { Description = "The message's id, as the list has it." };
        return terminal.Runs(new VerbCommand("show", "Shows a message with its recipients.", "oss queue show 019a0c4e5f6b7d80a1b2c3d4e5f60718") { id }, async (parsed, platform, cancellationToken) =>
        {
            var message = await platform.Get<GetQueuedMessage>().ExecuteAsync(parsed.GetRequiredValue(id), platform.Actor, cancellationToken);
            platform.Answer.Thing(message,
            [
                ("message", $"{message.Id:N}"), ("state", message.State), ("from", $"<{message.Sender}>"), ("arrived", message.ArrivedAt), ("expires", message.ExpiresAt), ("bytes", message.Bytes),
                ("came by", message.Origin), ("sender told of delay", message.IsWarned),
                .. message.Recipients.Select(recipient => (recipient.Address, (object?)$"{recipient.State}  {recipient.Attempts} attempts  {recipient.Host} {recipient.Reply}".TrimEnd())),
            ]);
            return ExitCodes.Done;
        });
    }

    private static Command Header(Terminal terminal)
    {
        var id = new Argument<Guid>("id") { Description = "The message's id, as the list has it." };
        return terminal.Runs(new VerbCommand("header", "Shows a message's header; that you looked is noted in the audit.", "oss queue header 019a0c4e5f6b7d80a1b2c3d4e5f60718 --reason 'ticket 7'") { id },
            async (parsed, platform, cancellationToken) =>
            {
                var header = await platform.Get<GetQueuedMessage>().ReadHeaderAsync(parsed.GetRequiredValue(id), platform.Actor, cancellationToken);
                platform.Answer.Say(new { Header = header }, header.TrimEnd());
                return ExitCodes.Done;
            });
    }

    private static Command Change(Terminal terminal, string verb, QueueAction action, string description)
    {
        var filter = new Filter();
        var ids = new Argument<Guid[]>("id") { Description = "Messages, as the list has them.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<int?>("--all") { Description = "All that match, of which there are so many at most: the number that the summary says.", HelpName = "NUMBER" };
        var command = new VerbCommand(verb, description, $"oss queue {verb} 019a0c4e5f6b7d80a1b2c3d4e5f60718", $"oss queue {verb} --destination example.org --all 1234 --reason 'ticket 7'") { ids, all };
        filter.AddTo(command);
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var (named, search) = (parsed.GetValue(ids) ?? [], filter.Of(parsed));
            // Ids beside a filter could mean either; so could a filter without a number.
            if (named.Length > 0 == parsed.GetValue(all) is not null || (named.Length > 0 && search.IsFiltered()))
                throw new DomainException(new DomainError.Validation([new Finding("id", ErrorCodes.Required, "Name messages by their ids, or say --all NUMBER with what they have in common.")]));

            var change = platform.Get<ChangeQueue>();
            var outcome = parsed.GetValue(all) is { } seen
                ? await change.ExecuteAsync(action, search, seen, platform.Actor, cancellationToken)
                : await change.ExecuteAsync(action, named, platform.Actor, cancellationToken);
            platform.Answer.Say(outcome, $"Done for {outcome.Done}; it did not fit {outcome.Unchanged}; {outcome.Gone} had left the queue.");
            return ExitCodes.Done;
        });
    }

    /// <summary>The options that say which messages.</summary>
    private sealed class Filter
    {
        private readonly Option<QueueState?> _state = new("--state") { Description = "How they stand." };
        private readonly Option<string?> _destination = new("--destination") { Description = "The domain or transport that a recipient goes to." };
        private readonly Option<string?> _because = new("--because") { Description = "What put a recipient off: a status code, as the summary has it.", HelpName = "CODE" };
        private readonly Option<string?> _text = new("--address") { Description = "Part of the sender's or a recipient's address." };

        public void AddTo(Command command)
        {
            foreach (var option in (Option[])[_state, _destination, _because, _text])
                command.Options.Add(option);
        }

        public QueueSearch Of(ParseResult parsed) => new(parsed.GetValue(_state), parsed.GetValue(_destination), parsed.GetValue(_because), parsed.GetValue(_text));
    }
}
