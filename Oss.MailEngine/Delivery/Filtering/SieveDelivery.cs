using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Compiled;
using Oss.MailEngine.Sieve.Messages;
using Oss.MailEngine.Sieve.Rules;
using Oss.MailEngine.Sieve.Scripts;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>A message to be sent.</summary>
/// <param name="Sender">The envelope's sender; empty for replies, which are never answered.</param>
/// <param name="Recipient">The envelope's recipient.</param>
/// <param name="Content">Complete and durable; the caller disposes of it.</param>
/// <param name="IsForward">Whether it is somebody else's message, passed on.</param>
internal sealed record OutgoingMail(string Sender, string Recipient, SpooledMessage Content, bool IsForward)
{
    /// <summary>What it is, for the trace.</summary>
    public string Origin { get; init; } = "sieve";

    /// <summary>Its id in the queue when it goes there once however often it is sent; it waits there until it is released. <see langword="null"/> when each time counts.</summary>
    public Guid? Once { get; init; }

    /// <summary>Whose filter sends it.</summary>
    public Guid? Account { get; init; }

    /// <summary>In whose name it is written, so that it is signed as what he sends himself; <see langword="null"/> for somebody else's message.</summary>
    public MailboxAccount? Owner { get; init; }

    /// <summary>The message that is passed on, as the trace names it; <see langword="null"/> for a new one.</summary>
    public Guid? TraceMessage { get; init; }

    /// <summary>Its Message-ID, as far as the trace knows it.</summary>
    public string? MessageId { get; init; }
}

/// <summary>
/// Delivers by scripts. The scripts run first and do nothing; then what is stored is stored, and only then is anything sent. Whatever fails, the message is in INBOX, unless it is in
/// another folder already or was refused: a message is never lost, and after the first copy is on disk the sender is told so, that it is not sent again and doubled.
/// </summary>
internal sealed partial class SieveDelivery(MailEngineOptions options, MailStorage storage, ScriptSending mail, TimeProvider time, ILogger log)
{
    private static readonly string Version = typeof(SieveDelivery).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private static readonly SieveScript[] SpamToJunk = [SieveScript.Compile(Encoding.UTF8.GetBytes(RuleScript.Render(new MailRules { Spam = SpamHandling.MoveToJunk })), "spam")];

    private readonly ScriptCache _cache = new(new ScriptArtefact(() => ArtefactKey.Of(options.DerivedDirectory)));

    // Without a filter and without relays that have one there is nothing to judge by.
    private readonly bool _hasVerdicts = options.ContentFilters is { SpamToJunk: true } filters && filters.Hooks.Count + filters.TrustedNetworks.Count > 0;

    /// <summary>The scripts that run for a mailbox, in their order; none for most.</summary>
    public IReadOnlyList<SieveScript> ScriptsOf(Mailbox mailbox)
    {
        var active = new ScriptStore(mailbox.Home, options.Sieve).OpenActive();
        if (active is null && options.Sieve.Before.Count == 0 && options.Sieve.After.Count == 0 && !_hasVerdicts)
            return [];

        var own = active is null ? null : _cache.Compile(active.Octets, "active", active.Path);
        return
        [
            .. options.Sieve.Before.Select(Administrator), .. _hasVerdicts && !JudgesSpam(own, active?.Octets) ? SpamToJunk : [],
            .. own is null ? Array.Empty<SieveScript>() : [own], .. options.Sieve.After.Select(Administrator),
        ];
    }

    public async Task<DeliveryOutcome> DeliverAsync(
        SpooledMessage message, DeliveryEnvelope envelope, MailboxAccount account, Mailbox mailbox, IReadOnlyList<SieveScript> scripts, string connectionId, CancellationToken cancellationToken)
    {
        var outcome = SieveInterpreter.RunAll(scripts, Context(SieveMessage.Open(message.Path), envelope, account.CanonicalName, mailbox));
        if (outcome.Error is { } error)
        {
            envelope.Trace?.Note(Trace.TraceEventKind.FilterFailed, error.ToString());
            ScriptFailed(connectionId, account.CanonicalName, error.ToString());
        }

        await using var performance = new ActionPerformance(message, envelope, account, mailbox, this, connectionId);
        return await performance.PerformAsync(outcome.Actions, cancellationToken);
    }

    /// <summary>What the scripts of a mailbox run on at a delivery.</summary>
    internal SieveContext Context(SieveMessage message, DeliveryEnvelope envelope, string owner, Mailbox mailbox) => new()
    {
        Message = message,
        Sender = envelope.Sender,
        Recipient = envelope.Recipient,
        Now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.Local),
        Mailbox = Surroundings(mailbox),
        Environment = Environment(owner, "MDA", "during"),
    };

    /// <summary>A script compiled, or as it was compiled before.</summary>
    internal SieveScript Compile(ReadOnlySpan<byte> script, string name, string? path) => _cache.Compile(script, name, path);

    /// <summary>What scripts can ask of a mailbox.</summary>
    internal ISieveMailbox Surroundings(Mailbox mailbox) => new MailboxSurroundings(mailbox, options.Sieve, _cache, time);

    /// <summary>Items of the <c>environment</c> test (RFC 5183 4.1).</summary>
    internal Dictionary<string, string> Environment(string user, string location, string phase) => new()
    {
        ["domain"] = options.HostName[(options.HostName.IndexOf('.', StringComparison.Ordinal) + 1)..],
        ["host"] = options.HostName,
        ["location"] = location,
        ["phase"] = phase,
        ["name"] = "Oss",
        ["version"] = Version,
        ["vnd.dovecot.username"] = user,
        ["vnd.dovecot.default-mailbox"] = "INBOX",
    };

    // Somebody who said what becomes of his spam is left alone: by rules, even when they say nothing of spam, or by a script that looks at the verdict.
    private static bool JudgesSpam(SieveScript? own, byte[]? active) =>
        own is not null && (own.Required.Contains("spamtest") || active.AsSpan().StartsWith(RuleScript.Mark) || active.AsSpan().IndexOf("X-Spam-"u8) >= 0);

    /// <summary>A script of the administrator, by its file.</summary>
    internal SieveScript Administrator(string path) => _cache.Compile(File.ReadAllBytes(path), Path.GetFileName(path), path);

    /// <summary>What is being redirected at this moment.</summary>
    internal RedirectsAtWork Redirects { get; } = new();

    /// <summary>What the performing of actions needs.</summary>
    internal ScriptSending Mail => mail;

    internal MailEngineOptions Options => options;

    internal ILogger Log => log;

    internal TimeProvider Time => time;

    internal SpooledMessage NewSpooledMessage() => storage.NewSpooledMessage();

    internal static string Date(DateTimeOffset now) => now.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + now.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);

    [LoggerMessage(2011, LogLevel.Warning, "{ConnectionId}: the sieve scripts of {Mailbox} failed, the message is kept: {Error}")]
    private partial void ScriptFailed(string connectionId, string mailbox, string error);

    [LoggerMessage(2012, LogLevel.Information, "{ConnectionId}: sieve of {Mailbox}: {Action}")]
    internal partial void Performed(string connectionId, string mailbox, string action);

    [LoggerMessage(2013, LogLevel.Warning, "{ConnectionId}: sieve of {Mailbox}: {Action} could not be done: {Why}")]
    internal partial void NotPerformed(string connectionId, string mailbox, string action, string why);
}
