using System.CommandLine;
using Oss.Api.CommandLine.Output;
using Oss.Domain;
using Oss.Domain.MailQuarantine;

namespace Oss.Api.CommandLine;

/// <summary><c>oss quarantine list|show|header|release|delete</c>: mail that was accepted on this node and is held back. The quarantine is a node's own, as its queue is.</summary>
internal static class QuarantineCommand
{
    public static Command Create(Terminal terminal) =>
        new("quarantine", "Mail of this node that is held back: viruses, spam beyond doubt, and what rules say.") { List(terminal), Show(terminal), Header(terminal), Release(terminal), Delete(terminal) };

    private static Command List(Terminal terminal)
    {
        var limit = new Option<int>("--limit") { Description = $"Rows, at most {Page.MaxLimit}.", DefaultValueFactory = _ => 50 };
        var after = new Option<Guid?>("--after") { Description = "Goes on behind a message, as the part before says it.", HelpName = "ID" };
        return terminal.Runs(
            new VerbCommand("list", "Lists what is held back, the latest first.", "oss quarantine list --json") { limit, after },
            async (parsed, platform, cancellationToken) =>
            {
                var found = await platform.Get<SearchQuarantine>().ExecuteAsync(null, parsed.GetValue(after), parsed.GetValue(limit), platform.Actor, cancellationToken);
                platform.Answer.List(
                    new Slice<QuarantinedMail>(found.Items, null, found.Next), ["id", "arrived", "cause", "reason", "from", "for"],
                    mail => [$"{mail.Id:N}", mail.ArrivedAt, mail.Cause, mail.Reason, $"<{mail.Sender}>", string.Join(", ", mail.Recipients)]);
                return ExitCodes.Done;
            });
    }

    private static Command Show(Terminal terminal)
    {
        var id = Id();
        return terminal.Runs(
            new VerbCommand("show", "Shows why a message is held back, and for whom.", "oss quarantine show 019a0c4e5f6b7d80a1b2c3d4e5f60718") { id },
            async (parsed, platform, cancellationToken) =>
            {
                var mail = await platform.Get<GetQuarantined>().ExecuteAsync(parsed.GetRequiredValue(id), platform.Actor, cancellationToken);
                platform.Answer.Thing(
                    mail, ("message", $"{mail.Id:N}"), ("cause", mail.Cause), ("reason", mail.Reason), ("from", $"<{mail.Sender}>"), ("for", string.Join(", ", mail.Recipients)), ("arrived", mail.ArrivedAt),
                    ("deleted", mail.ExpiresAt), ("bytes", mail.Bytes));
                return ExitCodes.Done;
            });
    }

    private static Command Header(Terminal terminal)
    {
        var id = Id();
        return terminal.Runs(
            new VerbCommand("header", "Shows a message's header; that you looked is noted in the audit.", "oss quarantine header 019a0c4e5f6b7d80a1b2c3d4e5f60718 --reason 'ticket 7'") { id },
            async (parsed, platform, cancellationToken) =>
            {
                var header = await platform.Get<GetQuarantined>().ReadHeaderAsync(parsed.GetRequiredValue(id), platform.Actor, cancellationToken);
                platform.Answer.Say(new { Header = header }, header.TrimEnd());
                return ExitCodes.Done;
            });
    }

    private static Command Release(Terminal terminal)
    {
        var id = Id();
        return terminal.Runs(
            new VerbCommand("release", "Has a message delivered into INBOX after all, by the running node.", "oss quarantine release 019a0c4e5f6b7d80a1b2c3d4e5f60718 --reason 'asked for by its recipient'") { id },
            async (parsed, platform, cancellationToken) =>
            {
                var mail = await platform.Get<ChangeQuarantine>().ReleaseAsync(parsed.GetRequiredValue(id), platform.Actor, cancellationToken);
                platform.Answer.Say(new { Id = $"{mail.Id:N}", Action = "release" }, "The node delivers it within seconds.");
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
                var mail = await platform.Get<ChangeQuarantine>().DeleteAsync(parsed.GetRequiredValue(id), platform.Actor, cancellationToken);
                platform.Answer.Say(new { Id = $"{mail.Id:N}", Action = "delete" }, "Deleted.");
                return ExitCodes.Done;
            });
    }

    private static Argument<Guid> Id() => new("id") { Description = "The message's id, as the list has it." };
}
