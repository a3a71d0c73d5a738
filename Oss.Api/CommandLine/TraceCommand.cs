using System.CommandLine;
using System.Globalization;
using Oss.Api.CommandLine.Output;
using Oss.Domain.Trace;

namespace Oss.Api.CommandLine;

/// <summary><c>oss trace find|show|erase</c>: where is my mail?</summary>
internal static class TraceCommand
{
    public static Command Create(Terminal terminal) => new("trace", "What became of messages, for each of their recipients.") { Find(terminal), Show(terminal), Erase(terminal) };

    private static Command Find(Terminal terminal)
    {
        var sender = new Option<string?>("--sender") { Description = "The envelope's sender; <> for the null sender." };
        var recipient = new Option<string?>("--recipient") { Description = "The recipient, as given or as where it leads to." };
        var messageId = new Option<string?>("--message-id") { Description = "What the Message-ID field says." };
        var client = new Option<string?>("--client") { Description = "The client's IP address." };
        var state = new Option<TraceState?>("--state") { Description = "Where the message is." };
        var tenant = new Option<string?>("--tenant") { Description = "The customer's number." };
        var from = new Option<DateTime?>("--from") { Description = "The first moment, UTC." };
        var until = new Option<DateTime?>("--until") { Description = "The moment after the last, UTC." };
        var part = new PartOptions();
        var command = new VerbCommand("find", "Finds messages, the newest first.", "oss trace find --recipient anna@demo.example --from 2026-11-24") { sender, recipient, messageId, client, state, tenant, from, until };
        part.AddTo(command);
        return terminal.Runs(
            command,
            async (parsed, platform, cancellationToken) =>
            {
                var search = new TraceSearch
                {
                    Sender = parsed.GetValue(sender), Recipient = parsed.GetValue(recipient), MessageId = parsed.GetValue(messageId), Client = parsed.GetValue(client), State = parsed.GetValue(state),
                    TenantNumber = parsed.GetValue(tenant), From = parsed.GetValue(from), Until = parsed.GetValue(until),
                };
                var found = await platform.Get<SearchTrace>().ExecuteAsync(search, part.Of(parsed), platform.Actor, cancellationToken);
                platform.Answer.List(
                    found, ["WHEN", "STATE", "SENDER", "RECIPIENT", "REPLY", "MESSAGE"],
                    row => [row.At, row.State, row.Sender.Length == 0 ? "<>" : row.Sender, row.Target is null ? row.Recipient : $"{row.Recipient} → {row.Target}", row.Reply, row.Message]);
                return ExitCodes.Done;
            });
    }

    private static Command Show(Terminal terminal)
    {
        var message = new Argument<Guid>("message") { Description = "The message, as the list has it." };
        return terminal.Runs(
            new VerbCommand("show", "Shows a message's way to each of its recipients.", "oss trace show 019a0c4e-5f6b-7d80-a1b2-c3d4e5f60718") { message },
            async (parsed, platform, cancellationToken) =>
            {
                var ways = await platform.Get<GetTracedMessage>().ExecuteAsync(parsed.GetRequiredValue(message), platform.Actor, cancellationToken);
                platform.Answer.Say(new { Recipients = ways }, string.Join("\n\n", ways.Select(Text)));
                return ExitCodes.Done;
            });
    }

    private static Command Erase(Terminal terminal)
    {
        var address = new Argument<string>("address") { Description = "The address." };
        return terminal.Runs(
            new VerbCommand("erase", "Erases all records of messages that an address sent or received, and its mailbox's logins.", "oss trace erase anna@demo.example --reason 'request of 2026-11-24'") { address },
            async (parsed, platform, cancellationToken) =>
            {
                var erased = await platform.Get<EraseTrace>().ExecuteAsync(parsed.GetRequiredValue(address), platform.Actor, cancellationToken);
                platform.Answer.Say(new { Erased = erased }, string.Create(CultureInfo.InvariantCulture, $"{erased} records erased."));
                return ExitCodes.Done;
            });
    }

    private static string Text(TracedRecipient way)
    {
        var row = way.Row;
        var head = $"from <{row.Sender}> to <{row.Recipient}>{(row.Target is null ? "" : $" → <{row.Target}>")}: {row.State}{(row.Client is null ? "" : $"; client {row.Client} ({way.ClientName}), {way.Protocol}")}{(row.MessageId is null ? "" : $"; {row.MessageId}")}";
        return head + string.Concat(way.Events.Select(e => string.Create(
            CultureInfo.InvariantCulture,
            $"\n  {e.At:yyyy-MM-dd HH:mm:ss'Z'}  {e.Kind}{(e.Host is null ? "" : $" by {e.Host}")}{(e.IsEncrypted switch { true => " (TLS)", false => " (no TLS)", null => "" })}{(e.Detail is null ? "" : $": {e.Detail}")}{(e.Reply is null ? "" : $": {e.Reply}")}{(e.Rule is null ? "" : $" [{e.Rule}]")}{(e.Next is { } next ? $"; again at {next:yyyy-MM-dd HH:mm:ss'Z'}" : "")}")));
    }
}
