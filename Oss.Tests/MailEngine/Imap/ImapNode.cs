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

namespace Oss.Tests.MailEngine.Imap;

/// <summary>An engine with one mailbox, <c>anna@example.org</c> with the password <c>secret</c>, on a directory of its own. Clients come by pipes in memory or over a real port.</summary>
internal sealed class ImapNode : IMailDirectory, IAsyncDisposable
{
    public const string User = "anna@example.org";

    private static readonly Lazy<X509Certificate2> Certificate = new(SelfSigned);

    private readonly string _root = Directory.CreateTempSubdirectory("oss-imap-").FullName;
    private readonly List<Task> _sessions = [];
    private readonly Engine _engine;
    private WebApplication? _host;
    private MailboxAccount? _account;

    private ImapNode()
    {
        _engine = new Engine(
            new MailEngineOptions
            {
                HostName = "mail.example",
                Volumes = [new VolumeOptions("vol1", Path.Combine(_root, "vol1"))],
                SpoolDirectory = Path.Combine(_root, "spool"),
                Certificate = () => Certificate.Value,
                MaxMessageBytes = 1024 * 1024,
            },
            this, Time, NullLoggerFactory.Instance);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public string Maildir => Path.Combine(Directory.EnumerateDirectories(_root, User, SearchOption.AllDirectories).Single(), "Maildir");

    public static async Task<ImapNode> StartAsync()
    {
        var node = new ImapNode();
        var id = Guid.CreateVersion7();
        node._account = new MailboxAccount(id, User, await node._engine.CreateMailboxAsync(id, User, CancellationToken.None), null);
        return node;
    }

    /// <summary>Listens on a free port.</summary>
    public async Task<int> ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Run(connection => _engine.ServeAsync(MailListener.Imap, connection))));
        _host = builder.Build();
        await _host.StartAsync();
        return new Uri(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
    }

    public ImapClientPipe Connect(string address = "127.0.0.1")
    {
        // Inline: what the client flushes is read by the session before the flush returns, so that a test decides where reads are split.
        var options = new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false);
        var (input, output) = (new Pipe(options), new Pipe(options));
        var context = new DefaultConnectionContext("C1", new Duplex(input.Reader, output.Writer), new Duplex(output.Reader, input.Writer))
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 40000),
        };
        var session = _engine.ServeAsync(MailListener.Imap, context);
        _sessions.Add(session);
        return new ImapClientPipe(output.Reader, input.Writer, session);
    }

    /// <summary>A session that is logged in.</summary>
    public async Task<ImapClientPipe> LogInAsync()
    {
        var client = Connect();
        await client.ReadLineAsync();
        (await client.AskAsync($"LOGIN {User} secret"))[^1].ShouldContain(" OK ");
        return client;
    }

    public ValueTask<RecipientResolution> ResolveAsync(string recipient, CancellationToken cancellationToken) =>
        ValueTask.FromResult<RecipientResolution>(new RecipientResolution.UnknownDomain());

    public ValueTask<AuthenticationOutcome> AuthenticateAsync(LoginAttempt attempt, CancellationToken cancellationToken) =>
        ValueTask.FromResult<AuthenticationOutcome>(
            attempt is { Password: "secret", UserName: User or "alias@example.org" } ? new AuthenticationOutcome.Accepted(_account!) : new AuthenticationOutcome.Rejected());

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        await Task.WhenAny(Task.WhenAll(_sessions), Task.Delay(TimeSpan.FromSeconds(5)));
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
