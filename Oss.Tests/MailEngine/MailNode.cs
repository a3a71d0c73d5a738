using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Shouldly;
using Engine = Oss.MailEngine.MailEngine;

namespace Oss.Tests.MailEngine;

/// <summary>An engine on a directory of its own, with clients connected by pipes in memory and a clock that stands still.</summary>
internal sealed class MailNode : IAsyncDisposable
{
    private static readonly Lazy<X509Certificate2> Certificate = new(SelfSigned);

    /// <summary>A certificate for <c>mail.example</c> that nobody vouches for.</summary>
    public static X509Certificate2 TestCertificate => Certificate.Value;

    private readonly string _root;
    private readonly List<MailClient> _clients = [];
    private readonly List<WebApplication> _hosts = [];

    /// <param name="configure">Changes the node's settings.</param>
    /// <param name="root">The directory of a node that was there before; a new one without it.</param>
    /// <param name="time">The clock of a node beside it.</param>
    /// <param name="directory">Who has a mailbox; <see cref="Mail"/> without it.</param>
    public MailNode(Func<MailEngineOptions, MailEngineOptions>? configure = null, string? root = null, FakeTimeProvider? time = null, IMailDirectory? directory = null)
    {
        Time = time ?? Time;
        _root = root ?? Directory.CreateTempSubdirectory("oss-engine-").FullName;
        var options = new MailEngineOptions
        {
            HostName = "mail.example",
            Volumes = [new VolumeOptions("vol1", Path.Combine(_root, "vol1"))],
            SpoolDirectory = Path.Combine(_root, "spool"),
            Certificate = () => Certificate.Value,
        };
        Engine = new Engine(configure?.Invoke(options) ?? options, directory ?? Mail, Time, NullLoggerFactory.Instance);
    }

    public FakeTimeProvider Time { get; private set; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public TestDirectory Mail { get; } = new();

    public Engine Engine { get; }

    /// <summary>Creates a mailbox whose password is <c>secret</c>.</summary>
    public async Task<MailboxAccount> AddMailboxAsync(string name, long? quota = null)
    {
        var id = Guid.CreateVersion7();
        var volume = await Engine.CreateMailboxAsync(id, name, CancellationToken.None);
        return Mail.Mailboxes[name] = new MailboxAccount(id, name, volume, quota);
    }

    /// <summary>Has all mailboxes that are there share storage, as the directory says from now on.</summary>
    public void SharePool(long octets)
    {
        var pool = new StoragePool(Guid.CreateVersion7(), octets);
        foreach (var (name, mailbox) in Mail.Mailboxes.ToArray())
            Mail.Mailboxes[name] = mailbox with { Pool = pool };
    }

    /// <summary>Delivers a message by LMTP, as it is.</summary>
    public async Task DeliverAsync(string recipient, string message)
    {
        var client = Connect(MailListener.Lmtp, "127.0.0.1");
        await client.GreetAsync("LHLO");
        await client.BeginDataAsync(recipient);
        var stuffed = (message.StartsWith('.') ? "." : "") + message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        (await client.AskAsync(stuffed + (stuffed.EndsWith("\r\n", StringComparison.Ordinal) ? "." : "\r\n."))).ShouldStartWith("250 ");
        await client.CloseAsync();
        await client.Session;
    }

    /// <summary>Listens on a free port of this machine.</summary>
    public async Task<int> ListenAsync(MailListener listener)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Run(connection => Engine.ServeAsync(listener, connection))));
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
        return new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    /// <summary>Where a mailbox's Maildir is.</summary>
    public string Maildir(string mailbox) => Path.Combine(Directory.EnumerateDirectories(_root, mailbox, SearchOption.AllDirectories).Single(), "Maildir");

    public MailClient Connect(MailListener listener, string address = "192.0.2.7")
    {
        // Inline scheduling: what the client flushes is read by the session before the flush returns, so that a test decides where reads are split.
        var options = new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false);
        var (input, output) = (new Pipe(options), new Pipe(options));
        var context = new DefaultConnectionContext("C1", new Duplex(input.Reader, output.Writer), new Duplex(output.Reader, input.Writer))
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 40000),
        };
        var session = Engine.ServeAsync(listener, context);
        var client = new MailClient(output.Reader, input.Writer, session);
        _clients.Add(client);
        return client;
    }

    /// <summary>The messages in a mailbox's INBOX, oldest first, as they are on disk.</summary>
    public IReadOnlyList<byte[]> Messages(string mailbox) =>
    [
        .. Directory.EnumerateDirectories(_root, mailbox, SearchOption.AllDirectories)
            .SelectMany(home => Directory.EnumerateFiles(Path.Combine(home, "Maildir", "new"))).Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
    ];

    /// <summary>The directory of all that the node writes.</summary>
    public string Root => _root;

    /// <summary>Files left in the spool.</summary>
    public int Spooled => Directory.Exists(Path.Combine(_root, "spool")) ? Directory.GetFiles(Path.Combine(_root, "spool")).Length : 0;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.CloseAsync();
            await client.Session;
        }

        foreach (var host in _hosts)
            await host.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=mail.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
