using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Engine = Oss.MailEngine.MailEngine;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>The engine that <see cref="EngineKillTests"/> starts as a process of its own and kills: SMTP and LMTP on ports that it writes to its output, ten mailboxes, all else to the port it is told.</summary>
internal static class KilledEngine
{
    public const string Variable = "OSS_TEST_KILLED_ENGINE";
    public const int Mailboxes = 10;

    /// <summary>Connections to the next server.</summary>
    public const int Connections = 4;

    public static void RunWhenTold()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } told)
            return;
        var words = told.Split('|');
        RunAsync(words[0], int.Parse(words[1], CultureInfo.InvariantCulture)).GetAwaiter().GetResult();
    }

    public static string NameOf(int mailbox) => $"user{mailbox}@example.org";

    /// <summary>An engine whose mail goes to a port of this machine.</summary>
    public static Engine NewEngine(string root, int port)
    {
        var directory = new TestDirectory();
        for (var i = 0; i < Mailboxes; i++)
            directory.Mailboxes[NameOf(i)] = new MailboxAccount(IdOf(i), NameOf(i), "vol1", null);
        return new Engine(
            new MailEngineOptions
            {
                HostName = "killed.example",
                Volumes = [new VolumeOptions("vol1", Path.Combine(root, "vol1"))],
                SpoolDirectory = Path.Combine(root, "spool"),
                Certificate = () => throw new InvalidOperationException(),
                RelayNetworks = [IPNetwork.Parse("127.0.0.0/8")],
                Outbound = new OutboundOptions
                {
                    SmartHost = MailTransport.TryParse(string.Create(CultureInfo.InvariantCulture, $"smtp:127.0.0.1:{port}")), ConnectionsPerDestination = Connections, SrsSecret = "test", MayReachLoopback = true,
                },
            },
            directory, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public static async Task CreateMailboxesAsync(Engine engine)
    {
        for (var i = 0; i < Mailboxes; i++)
            await engine.CreateMailboxAsync(IdOf(i), NameOf(i), CancellationToken.None);
    }

    private static Guid IdOf(int mailbox) => new(mailbox + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private static async Task RunAsync(string root, int port)
    {
        var engine = NewEngine(root, port);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var listener in (MailListener[])[MailListener.Smtp, MailListener.Lmtp])
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Run(connection => engine.ServeAsync(listener, connection)));
        });
        await using var host = builder.Build();
        await host.StartAsync();
        Console.WriteLine(string.Join(' ', host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address).Port)));
        await engine.RunQueueAsync(CancellationToken.None);
    }
}
