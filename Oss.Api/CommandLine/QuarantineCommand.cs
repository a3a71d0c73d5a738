using System.CommandLine;
using System.Globalization;
using Oss.Api.CommandLine.Output;
using Oss.Domain;
using Oss.Domain.Audit;
using Oss.MailEngine.ContentFilters;

namespace Oss.Api.CommandLine;

/// <summary><c>oss quarantine list|release|delete</c>: mail that was accepted on this node and is held back. The quarantine is a node's own, as its queue is.</summary>
internal static class QuarantineCommand
{
    private const int MaxListed = 1000;

    public static Command Create(Terminal terminal) => new("quarantine", "Mail of this node that is held back: viruses, and spam beyond doubt.") { List(terminal), Release(terminal), Delete(terminal) };

    private static Command List(Terminal terminal) => terminal.Runs(
        new VerbCommand("list", $"Lists what is held back, the latest first, {MaxListed} at most.", "oss quarantine list --json"),
        async (_, platform, cancellationToken) =>
        {
            var messages = await Engine(platform).ListQuarantineAsync(MaxListed, cancellationToken);
            platform.Answer.Say(messages, string.Join('\n', messages.Select(Line)));
            return ExitCodes.Done;
        });

    private static Command Release(Terminal terminal)
    {
        var id = Id();
        return terminal.Runs(
            new VerbCommand("release", "Has a message delivered to its recipients after all, by the running node.", "oss quarantine release 019a0c4e5f6b7d80a1b2c3d4e5f60718 --reason 'asked for by its recipient'") { id },
            async (parsed, platform, cancellationToken) =>
            {
                await DoAsync(platform, "release", parsed.GetRequiredValue(id), Engine(platform).RequestReleaseAsync, "The node delivers it within seconds.", cancellationToken);
                return ExitCodes.Accepted;
            });
    }

    private static Command Delete(Terminal terminal)
    {
        var id = Id();
        return terminal.Runs(
            new VerbCommand("delete", "Deletes a message that is held back, for good.", "oss quarantine delete 019a0c4e5f6b7d80a1b2c3d4e5f60718") { id },
            async (parsed, platform, cancellationToken) =>
            {
                await DoAsync(platform, "delete", parsed.GetRequiredValue(id), Engine(platform).DeleteQuarantinedAsync, "Deleted.", cancellationToken);
                return ExitCodes.Done;
            });
    }

    private static async Task DoAsync(CommandPlatform platform, string verb, Guid id, Func<Guid, CancellationToken, Task<bool>> act, string said, CancellationToken cancellationToken)
    {
        var name = id.ToString("N");
        if (!await act(id, cancellationToken))
            throw new DomainException(new DomainError.NotFound("quarantined message", name));
        await platform.Get<NoteAudit>().ExecuteAsync($"quarantine.{verb}", name, $"Message held back: {verb}.", platform.Actor, cancellationToken);
        platform.Answer.Say(new { Id = name, Action = verb }, said);
    }

    private static Argument<Guid> Id() => new("id") { Description = "The message's id, as the list has it." };

    private static Oss.MailEngine.MailEngine Engine(CommandPlatform platform) => platform.Get<Oss.MailEngine.MailEngine>();

    private static string Line(QuarantinedMessage message) => string.Create(
        CultureInfo.InvariantCulture, $"{message.Id:N}  {message.Arrived:yyyy-MM-dd HH:mm}  {message.Reason}  <{message.Sender}> to {string.Join(", ", message.Recipients)}");
}
