using Oss.Domain;
using Oss.Domain.MailPlatform;
using Oss.Domain.Rules;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Sieve;
using RuleChange = Oss.MailEngine.Sieve.Rules.RuleChange;

namespace Oss.Api.MailAdapter;

/// <summary>The embedded engine behind the domain's port.</summary>
internal sealed class MailPlatform(Oss.MailEngine.MailEngine engine, TimeProvider time) : IMailPlatform
{
    public Task<string> CreateMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken) =>
        Reach(() => engine.CreateMailboxAsync(mailbox.Id, mailbox.CanonicalName, cancellationToken));

    public Task RemoveMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken) => Reach(async () =>
    {
        await engine.RemoveMailboxAsync(mailbox.Id, mailbox.CanonicalName, cancellationToken);
        return true;
    });

    public Task RenameMailboxAsync(MailboxReference mailbox, string newName, CancellationToken cancellationToken) => Reach(async () =>
    {
        await engine.RenameMailboxAsync(mailbox.Id, mailbox.CanonicalName, newName, cancellationToken);
        return true;
    });

    public Task PurgeMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken) => Reach(async () =>
    {
        await engine.PurgeMailboxAsync(mailbox.Id, mailbox.CanonicalName, cancellationToken);
        return true;
    });

    public Task<string> MoveMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken) =>
        Reach(() => engine.MoveMailboxAsync(mailbox.Id, mailbox.CanonicalName, AccountOf(mailbox).Volume, cancellationToken));

    public Task<MailboxUsage?> MeasureUsageAsync(MailboxReference mailbox, CancellationToken cancellationToken) => Reach(async () =>
        await engine.MeasureUsageAsync(mailbox.Id, mailbox.CanonicalName, cancellationToken) is { } usage
            ? new MailboxUsage(usage.Bytes, usage.Messages, time.GetUtcNow().UtcDateTime)
            : null);

    public Task<long> MeasurePoolAsync(Guid subscriptionId, CancellationToken cancellationToken) => Reach(() => engine.MeasurePoolAsync(subscriptionId, cancellationToken));

    public Task<RuleSheet> ReadRulesAsync(MailboxReference mailbox, CancellationToken cancellationToken) => Reach(async () =>
        RuleMapping.ToDomain(await engine.ReadRulesAsync(AccountOf(mailbox), cancellationToken)));

    public Task WriteRulesAsync(MailboxReference mailbox, PendingRules rules, CancellationToken cancellationToken) => Reach(async () =>
    {
        var change = rules.Rules is { } wanted
            ? await engine.WriteRulesAsync(AccountOf(mailbox), RuleMapping.ToEngine(wanted), there => rules.MayReplace(RuleMapping.ToDomain(there)), cancellationToken)
            : await engine.RestoreScriptAsync(AccountOf(mailbox), rules.Script ?? "", there => rules.MayReplace(RuleMapping.ToDomain(there)), cancellationToken);
        return change switch
        {
            RuleChange.Written => true,
            RuleChange.Wrong wrong => throw new MailPlatformRefusedException(string.Join(' ', wrong.Findings)),
            _ => throw new MailPlatformRefusedException("The script was changed after the order was accepted, and stays as it is.") { Code = ErrorCodes.ScriptChanged },
        };
    });

    public Task<IReadOnlyList<MailboxScript>> ListScriptsAsync(MailboxReference mailbox, CancellationToken cancellationToken) => Reach<IReadOnlyList<MailboxScript>>(async () =>
    [
        .. (await engine.ListScriptsAsync(AccountOf(mailbox), cancellationToken))
            .Select(script => new MailboxScript(script.Name, script.IsActive, script.Script.Length, RuleMapping.ToDomain(SieveTool.Check(script.Script).Errors))),
    ]);

    public Task<ScriptTrial?> TryScriptAsync(MailboxReference mailbox, TrialMessage message, string? sender, string recipient, CancellationToken cancellationToken) => Reach(async () =>
    {
        var trial = message switch
        {
            TrialMessage.Stored stored => await engine.TryScriptAsync(AccountOf(mailbox), stored.Folder, stored.Uid, stored.MessageId, sender, recipient, cancellationToken),
            _ => await engine.TryScriptAsync(AccountOf(mailbox), ((TrialMessage.Given)message).Octets, sender, recipient, cancellationToken),
        };
        return trial is null ? null : new ScriptTrial(trial.Actions, trial.Error is { } error ? RuleMapping.ToDomain(error) : null, trial.Trace);
    });

    public Task<FolderListing?> ListMessagesAsync(MailboxReference mailbox, string folder, int limit, CancellationToken cancellationToken) => Reach(async () =>
        await engine.ListMessagesAsync(AccountOf(mailbox), folder, limit, cancellationToken) is { } listing
            ? new FolderListing(listing.Folders, [.. listing.Messages.Select(m => new ListedMessage(m.Uid, m.Received.UtcDateTime, m.From, m.Subject))])
            : null);

    public Task<long> WriteArchiveAsync(MailboxReference mailbox, Guid archive, Func<long, Task> progress, CancellationToken cancellationToken) =>
        Reach(() => engine.WriteArchiveAsync(AccountOf(mailbox), archive, progress, cancellationToken));

    public Task<Stream?> OpenArchiveAsync(string volume, Guid archive, CancellationToken cancellationToken) => Reach(() => Task.FromResult(engine.OpenArchive(volume, archive)));

    public Task DeleteArchiveAsync(string volume, Guid archive, CancellationToken cancellationToken) => Reach(() =>
    {
        engine.DeleteArchive(volume, archive);
        return Task.FromResult(true);
    });

    public ImportedScript ConvertScript(string script, char separator)
    {
        var converted = SieveTool.ConvertCyrus(script, separator);
        var imported = SieveTool.ImportRules(converted.Script);
        return new ImportedScript(
            converted.Script, RuleMapping.ToDomain(converted.Changes), RuleMapping.ToDomain(converted.Problems), RuleMapping.ToDomain(imported.Rules), RuleMapping.ToDomain(imported.Problems));
    }

    private static MailboxAccount AccountOf(MailboxReference mailbox) =>
        new(mailbox.Id, mailbox.CanonicalName, mailbox.Volume ?? throw new IOException($"The mailbox '{mailbox.CanonicalName}' has no volume yet."), null);

    // A full disk, a volume that is not mounted, a lock held too long: all pass, and the order waits for it.
    private static async Task<T> Reach<T>(Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new MailPlatformUnavailableException("The embedded mail engine could not reach the mailbox's volume.", e);
        }
    }
}
