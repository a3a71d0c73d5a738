using System.Collections.Concurrent;
using Oss.Domain.MailPlatform;
using Oss.Domain.Rules;

namespace Oss.Tests.Domain;

/// <summary>Stands in for the mail platform, and fails as told: what must be survived cannot be ordered from a real one.</summary>
internal class FakeMailPlatform : IMailPlatform
{
    public const string Volume = "vol104";

    /// <summary>Every call to create, in order; the same id more than once when a step was repeated.</summary>
    public ConcurrentQueue<MailboxReference> Creations { get; } = [];

    public ConcurrentQueue<MailboxReference> Removals { get; } = [];

    /// <summary>Runs before a mailbox is made; throws to fail.</summary>
    public Func<MailboxReference, Task> BeforeCreate { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after a mailbox is made and before the caller hears of it; throws to fail.</summary>
    public Func<MailboxReference, Task> AfterCreate { get; set; } = _ => Task.CompletedTask;

    public async Task<string> CreateMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken)
    {
        await BeforeCreate(mailbox);
        Creations.Enqueue(mailbox);
        await AfterCreate(mailbox);
        return Volume;
    }

    public virtual Task RemoveMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken)
    {
        Removals.Enqueue(mailbox);
        return Task.CompletedTask;
    }

    public ConcurrentQueue<(MailboxReference Mailbox, string NewName)> Renames { get; } = [];

    public ConcurrentQueue<MailboxReference> Purges { get; } = [];

    /// <summary>Runs before a mailbox is renamed; throws to fail.</summary>
    public Func<MailboxReference, Task> BeforeRename { get; set; } = _ => Task.CompletedTask;

    public virtual async Task RenameMailboxAsync(MailboxReference mailbox, string newName, CancellationToken cancellationToken)
    {
        await BeforeRename(mailbox);
        Renames.Enqueue((mailbox, newName));
    }

    public Task<string> MoveMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken) => Task.FromResult(Volume);

    /// <summary>What all mailboxes of a contract use together.</summary>
    public long PoolUsed { get; set; }

    public Task<long> MeasurePoolAsync(Guid subscriptionId, CancellationToken cancellationToken) => Task.FromResult(PoolUsed);

    public Task PurgeMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken)
    {
        Purges.Enqueue(mailbox);
        return Task.CompletedTask;
    }

    /// <summary>The active script of each mailbox, as the platform would read it back.</summary>
    public ConcurrentDictionary<Guid, RuleSheet> Sheets { get; } = [];

    /// <summary>Every writing of rules, in order.</summary>
    public ConcurrentQueue<(Guid Mailbox, PendingRules Rules)> RuleWrites { get; } = [];

    /// <summary>Runs before a mailbox's rules are read; throws to fail.</summary>
    public Func<MailboxReference, Task> BeforeReadRules { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before a mailbox's rules are written; throws to fail.</summary>
    public Func<MailboxReference, Task> BeforeWriteRules { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after a mailbox's rules are written and before the caller hears of it; throws to fail.</summary>
    public Func<MailboxReference, Task> AfterWriteRules { get; set; } = _ => Task.CompletedTask;

    public async Task<RuleSheet> ReadRulesAsync(MailboxReference mailbox, CancellationToken cancellationToken)
    {
        await BeforeReadRules(mailbox);
        return Sheets.GetValueOrDefault(mailbox.Id) ?? new RuleSheet.None();
    }

    public async Task WriteRulesAsync(MailboxReference mailbox, PendingRules rules, CancellationToken cancellationToken)
    {
        await BeforeWriteRules(mailbox);
        var there = Sheets.GetValueOrDefault(mailbox.Id) ?? new RuleSheet.None();
        if (!rules.MayReplace(there))
            throw new MailPlatformRefusedException("The script was changed.") { Code = Oss.Domain.ErrorCodes.ScriptChanged };

        RuleWrites.Enqueue((mailbox.Id, rules));
        Sheets[mailbox.Id] = rules.Rules is { } wanted ? new RuleSheet.FromRules(wanted) : new RuleSheet.ByHand(rules.Script, Scripts[(mailbox.Id, rules.Script!)], [], MailboxRules.None, []);
        await AfterWriteRules(mailbox);
    }

    /// <summary>Scripts by hand that were replaced.</summary>
    public ConcurrentDictionary<(Guid Mailbox, string Name), string> Scripts { get; } = [];

    /// <summary>Somebody activates a script by ManageSieve.</summary>
    public void PutByHand(Guid mailbox, string text, string name = "mine")
    {
        Scripts[(mailbox, name)] = text;
        Sheets[mailbox] = new RuleSheet.ByHand(name, text, [], MailboxRules.None, [new ScriptProblem(1, 1, "What this does, no rule says.")]);
    }

    public Task<IReadOnlyList<MailboxScript>> ListScriptsAsync(MailboxReference mailbox, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<MailboxScript>>(
        Sheets.GetValueOrDefault(mailbox.Id) is RuleSheet.ByHand script ? [new MailboxScript(script.Name!, true, script.Text.Length, script.Problems)] : []);

    /// <summary>The UID of the only message of each mailbox, in INBOX.</summary>
    public const uint StoredUid = 7;

    public Task<ScriptTrial?> TryScriptAsync(MailboxReference mailbox, TrialMessage message, string? sender, string recipient, CancellationToken cancellationToken) =>
        Task.FromResult(message is TrialMessage.Stored and not ({ Uid: StoredUid } or { MessageId: "<7@example.org>" }) ? null : new ScriptTrial(["keep"], null, ["line 1, column 1: keep"]));

    public Task<FolderListing?> ListMessagesAsync(MailboxReference mailbox, string folder, int limit, CancellationToken cancellationToken) => Task.FromResult(
        folder == "INBOX" ? new FolderListing(["INBOX", "Büro"], [new ListedMessage(StoredUid, new DateTime(2026, 11, 24, 0, 0, 0, DateTimeKind.Utc), "Bert <bert@example.org>", "Grüße")]) : null);

    /// <summary>Exports as they would lie on the volume.</summary>
    public ConcurrentDictionary<Guid, byte[]> Archives { get; } = [];

    /// <summary>Runs while an export is written, with the means to tell of progress; throws to fail.</summary>
    public Func<Guid, Func<long, Task>, Task> WhileArchiving { get; set; } = (_, _) => Task.CompletedTask;

    public async Task<long> WriteArchiveAsync(MailboxReference mailbox, Guid archive, Func<long, Task> progress, CancellationToken cancellationToken)
    {
        await WhileArchiving(archive, progress);
        Archives[archive] = System.Text.Encoding.UTF8.GetBytes($"the mail of {mailbox.CanonicalName}");
        return Archives[archive].Length;
    }

    public Task<Stream?> OpenArchiveAsync(string volume, Guid archive, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(Archives.TryGetValue(archive, out var content) ? new MemoryStream(content) : null);

    public Task DeleteArchiveAsync(string volume, Guid archive, CancellationToken cancellationToken)
    {
        Archives.TryRemove(archive, out _);
        return Task.CompletedTask;
    }

    /// <summary>What is recognised in any script of another system.</summary>
    public ImportedScript Imported { get; set; } = new("", [], [], MailboxRules.None, []);

    public ImportedScript ConvertScript(string script, char separator) => Imported;

    /// <summary>What every mailbox holds.</summary>
    public long UsedBytes { get; set; } = 4711;

    /// <summary>How many messages every mailbox holds.</summary>
    public long HeldMessages { get; set; } = 3;

    public Task<MailboxUsage?> MeasureUsageAsync(MailboxReference mailbox, CancellationToken cancellationToken) =>
        Task.FromResult<MailboxUsage?>(new MailboxUsage(UsedBytes, HeldMessages, new DateTime(2026, 11, 24, 0, 0, 0, DateTimeKind.Utc)));
}
