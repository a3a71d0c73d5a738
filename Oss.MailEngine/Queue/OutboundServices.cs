using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Delivery;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Lookups;
using Oss.MailEngine.Queue.Administration;
using Oss.MailEngine.Storage;
using Oss.MailEngine.TransportSecurity;
using Oss.MailEngine.TransportSecurity.Reports;

namespace Oss.MailEngine.Queue;

/// <summary>The queue and what it stands on, put together.</summary>
internal sealed class OutboundServices : IDisposable
{
    private const string SecretFile = "srs-secret";

    private readonly QueueIndex _index;
    private readonly MailStorage _storage;
    private readonly PublicWeb _web;
    private readonly TlsReporting _reporting;

    public OutboundServices(MailEngineOptions options, IMailDirectory directory, MailStorage storage, TimeProvider time, ILoggerFactory loggers)
    {
        var log = loggers.CreateLogger("Oss.MailEngine.Queue");
        (Directory, _storage) = (directory, storage);
        Store = new QueueStore(options.Outbound.QueueDirectory ?? Path.Combine(options.SpoolDirectory, "queue"), time, log) { Trace = options.Trace is null ? null : new QueueTrace(options.Trace, time) };
        Rewriting = new SenderRewriting(options.Outbound.SrsDomain ?? options.HostName, () => SecretOf(options.Outbound, Store.DirectoryPath), time);
        Resolver = new RecipientResolver(directory, Rewriting);
        Dns = new MailDns(options.Outbound.NameServers, trust: options.Outbound.TrustNameServers);
        Delivery = new DeliveryPipeline(storage, loggers.CreateLogger<DeliveryPipeline>());
        var local = new LocalDelivery(Store, storage, Delivery);
        var security = options.Outbound.TransportSecurityDirectory ?? Path.Combine(options.SpoolDirectory, "transport-security");
        var certificates = new ServerCertificateCheck(options.Outbound.Authorities);
        _web = new PublicWeb(Dns, certificates, options.Outbound.MayReachLoopback);
        var policies = new MtaStsPolicies(Path.Combine(security, "mta-sts"), Dns, _web, options.Outbound.MtaStsPort, time, log);
        Sessions = new TlsSessions(Path.Combine(security, "tls-reports"), time, log);
        _reporting = new TlsReporting(options, Sessions, policies, Dns, _web, directory, Store, time, log);
        var (router, gate) = (new MailRouter(options, Dns), new TlsGate(options, new TlsDemands(options, Dns, policies), certificates, Sessions, time));
        var destinations = new Destinations(router, gate, options, time);
        Verification = new RecipientVerification(router, gate, time);
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

    /// <summary>Asks other servers who is there.</summary>
    public RecipientVerification Verification { get; }

    public DeliveryPipeline Delivery { get; }

    public MailDns Dns { get; }

    /// <summary>How TLS with other servers came out.</summary>
    public TlsSessions Sessions { get; }

    /// <summary>Delivers what is queued and reports about TLS until it is told to stop; returns at once when another process delivers from the same directory.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delivery = Queue.RunAsync(cancellationToken);
        var reporting = delivery.IsCompleted ? Task.CompletedTask : Task.Run(() => _reporting.RunAsync(Queue.Wake, ending.Token), CancellationToken.None);
        await delivery;
        await ending.CancelAsync();
        await reporting;
    }

    /// <summary>Sends the reports about TLS that are due.</summary>
    public Task ReportAsync(CancellationToken cancellationToken) => _reporting.SendAsync(Queue.Wake, cancellationToken);

    public void Dispose()
    {
        _index.Dispose();
        _web.Dispose();
    }

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
