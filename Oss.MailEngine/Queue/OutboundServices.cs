using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Delivery;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Lookups;
using Oss.MailEngine.Queue.Administration;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Queue;

/// <summary>The queue and what it stands on, put together.</summary>
internal sealed class OutboundServices : IDisposable
{
    private const string SecretFile = "srs-secret";

    private readonly QueueIndex _index;
    private readonly MailStorage _storage;

    public OutboundServices(MailEngineOptions options, IMailDirectory directory, MailStorage storage, TimeProvider time, ILoggerFactory loggers)
    {
        var log = loggers.CreateLogger("Oss.MailEngine.Queue");
        (Directory, _storage) = (directory, storage);
        Store = new QueueStore(options.Outbound.QueueDirectory ?? Path.Combine(options.SpoolDirectory, "queue"), time, log) { Trace = options.Trace is null ? null : new QueueTrace(options.Trace, time) };
        Rewriting = new SenderRewriting(options.Outbound.SrsDomain ?? options.HostName, () => SecretOf(options.Outbound, Store.DirectoryPath), time);
        Resolver = new RecipientResolver(directory, Rewriting);
        Dns = new MailDns(options.Outbound.NameServers);
        Delivery = new DeliveryPipeline(storage, loggers.CreateLogger<DeliveryPipeline>());
        var local = new LocalDelivery(Store, storage, Delivery);
        var destinations = new Destinations(new MailRouter(options, Dns), options, time);
        Reports = new QueueReports(options, Store, new RetrySchedule(options.Outbound, time), time, log);
        Queue = new OutboundQueue(Store, new QueueAttempt(options, Store, destinations, Resolver, local, Rewriting, Reports, time, log), destinations, time, log);
        _index = new QueueIndex(Store, options.DerivedDirectory is { } derived ? Path.Combine(derived, "queue.index") : null);
        Administration = new QueueAdministration(Store, Queue, _index, time, options.Outbound.Expiry);
    }

    public IMailDirectory Directory { get; }

    public QueueStore Store { get; }

    /// <summary>What the queue and filters tell the trace.</summary>
    public QueueTrace? Trace => Store.Trace;

    public OutboundQueue Queue { get; }

    public QueueAdministration Administration { get; }

    public QueueReports Reports { get; }

    public SenderRewriting Rewriting { get; }

    public RecipientResolver Resolver { get; }

    public DeliveryPipeline Delivery { get; }

    public MailDns Dns { get; }

    public void Dispose() => _index.Dispose();

    /// <summary>A message that is made here, in the spool.</summary>
    public SpooledMessage NewSpooledMessage() => _storage.NewSpooledMessage();

    // Made once and kept: a secret that changes with each start would make all addresses given out before it worthless.
    private static byte[] SecretOf(OutboundOptions options, string directory)
    {
        if (options.SrsSecret is { Length: > 0 } given)
            return System.Text.Encoding.UTF8.GetBytes(given);

        var path = Path.Combine(directory, SecretFile);
        if (File.Exists(path))
            return File.ReadAllBytes(path);

        Durable.CreateDirectory(directory);
        Durable.ReplaceFile(path, RandomNumberGenerator.GetBytes(32));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Durable.SyncDirectory(directory);
        return File.ReadAllBytes(path);
    }
}
