using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>Debian's Dovecot on free ports of the loopback, with a configuration, users and run-time files of its own; started once for a class of tests.</summary>
public class DovecotServer : IAsyncLifetime
{
    public const long Quota = 1_000_000;

    private readonly string _root = Directory.CreateTempSubdirectory("oss-dovecot-").FullName;
    private readonly int _imap = FreePort();
    private readonly int _pop3 = FreePort();
    private readonly int _lmtp = FreePort();
    private Process? _process;
    private int _users;

    private string UsersPath => Path.Combine(_root, "users");

    public async ValueTask InitializeAsync()
    {
        // The login processes refuse to run as root, and mail access too. A user namespace makes root's files those of a user who is not.
        var isRoot = Environment.IsPrivilegedProcess;
        var user = isRoot ? "mail" : Environment.UserName;
        Directory.CreateDirectory(Path.Combine(_root, "homes"));
        var (uid, gid) = (IdOf("/etc/passwd", user), IdOf("/etc/group", GroupOf(user)));
        // All there will ever be: Dovecot does not see at once that the file grew.
        File.WriteAllLines(UsersPath, [
            .. Enumerable.Range(1, 30).SelectMany(i => (string[])
                [$"free{i}:{{PLAIN}}secret:{uid}:{gid}::{_root}/homes/free{i}::", $"limited{i}:{{PLAIN}}secret:{uid}:{gid}::{_root}/homes/limited{i}::userdb_quota_rule=*:bytes={Quota}"]),
            .. Named.Select(name => $"{name}:{{PLAIN}}secret:{uid}:{gid}::{_root}/homes/{name}::userdb_acl_groups={Community}"),
        ]);
        File.WriteAllText(Path.Combine(_root, "dovecot.conf"), Configuration(user, GroupOf(user)));
        string[] dovecot = ["/usr/sbin/dovecot", "-F", "-c", Path.Combine(_root, "dovecot.conf")];
        string[] command = isRoot ? ["/usr/bin/unshare", $"--map-user={uid}", $"--map-group={gid}", .. dovecot] : dovecot;
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
        _process = Process.Start(start) ?? throw new InvalidOperationException("Dovecot did not start.");
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        for (var wait = Stopwatch.StartNew(); !await AnswersAsync(_imap) || !await AnswersAsync(_pop3) || !await AnswersAsync(_lmtp);)
        {
            if (wait.Elapsed > TimeSpan.FromSeconds(60) || _process.HasExited)
                throw new InvalidOperationException($"Dovecot does not answer: {Log}");
            await Task.Delay(50);
        }
    }

    public string Log => File.Exists(Path.Combine(_root, "log")) ? string.Join('\n', File.ReadLines(Path.Combine(_root, "log")).TakeLast(10)) : "";

    /// <summary>Serves a mailbox to a user, whose password is <c>secret</c>; the name is the result. A limit is <see cref="Quota"/> or none.</summary>
    internal string Serve(StorageTree tree)
    {
        var user = $"{(tree.Account.QuotaBytes is null ? "free" : "limited")}{Interlocked.Increment(ref _users)}";
        Directory.CreateSymbolicLink(Path.Combine(_root, "homes", user), Path.GetDirectoryName(tree.Maildir)!);
        return user;
    }

    /// <summary>Users by name, all of one community, whose homes <see cref="ServeHome"/> says.</summary>
    protected virtual IReadOnlyList<string> Named => [];

    /// <summary>The group that named users are in.</summary>
    public virtual string Community => "";

    /// <summary>Plugins besides the quota's, for all protocols and for IMAP.</summary>
    protected virtual (string All, string Imap) Plugins => ("", "");

    /// <summary>More of the configuration.</summary>
    protected virtual string Settings => "";

    /// <summary>Where it keeps what it likes.</summary>
    public string Root => _root;

    /// <summary>Serves a home to a named user.</summary>
    public void ServeHome(string name, string home) => Directory.CreateSymbolicLink(Path.Combine(_root, "homes", name), home);

    /// <summary>Where its IMAP listens.</summary>
    public int ImapPort => _imap;

    public async Task<ImapClient> ImapAsync(string user)
    {
        var client = new ImapClient { Timeout = 60_000 };
        await client.ConnectAsync("127.0.0.1", _imap, MailKit.Security.SecureSocketOptions.None);
        await client.AuthenticateAsync(user, "secret");
        return client;
    }

    public async Task<Pop3Client> Pop3Async(string user)
    {
        var client = new Pop3Client { Timeout = 60_000 };
        await client.ConnectAsync("127.0.0.1", _pop3, MailKit.Security.SecureSocketOptions.None);
        await client.AuthenticateAsync(user, "secret");
        return client;
    }

    /// <summary>Delivers by Dovecot's LMTP.</summary>
    public async Task DeliverAsync(string user, string message)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _lmtp);
        using var reader = new StreamReader(socket.GetStream());
        await using var writer = new StreamWriter(socket.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await ExpectAsync(null, "220");
        await ExpectAsync("LHLO test.example", "250 ");
        await ExpectAsync("MAIL FROM:<>", "250");
        await ExpectAsync($"RCPT TO:<{user}>", "250");
        await ExpectAsync("DATA", "354");
        await ExpectAsync(message + "\r\n.", "250");

        async Task ExpectAsync(string? line, string reply)
        {
            if (line is not null)
                await writer.WriteLineAsync(line);
            string? answer;
            do
            {
                answer = await reader.ReadLineAsync();
            }
            while (answer?.Length > 3 && answer[3] == '-');
            if (answer?.StartsWith(reply, StringComparison.Ordinal) != true)
                throw new InvalidOperationException($"LMTP said {answer}: {Log}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_process is { HasExited: false })
        {
            // The master ends its children on SIGTERM; killing it would leave them.
            using var kill = Process.Start("/bin/kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private string Configuration(string user, string group) => $$"""
        protocols = imap pop3 lmtp
        base_dir = {{_root}}/run
        state_dir = {{_root}}/run
        log_path = {{_root}}/log
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        first_valid_uid = 1
        first_valid_gid = 1
        default_internal_user = {{user}}
        default_internal_group = {{group}}
        default_login_user = {{user}}
        mail_max_userip_connections = 100
        mail_location = maildir:~/Maildir
        mail_plugins = quota {{Plugins.All}}
        protocol imap {
          mail_plugins = quota imap_quota {{Plugins.All}} {{Plugins.Imap}}
        }
        namespace inbox {
          inbox = yes
          separator = /
        }
        plugin {
          quota = maildir:User quota
        }
        {{Settings}}
        passdb {
          driver = passwd-file
          args = {{UsersPath}}
        }
        userdb {
          driver = passwd-file
          args = {{UsersPath}}
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = {{_imap}}
          }
          inet_listener imaps {
            port = 0
          }
        }
        service pop3-login {
          chroot =
          inet_listener pop3 {
            port = {{_pop3}}
          }
          inet_listener pop3s {
            port = 0
          }
        }
        service anvil {
          chroot =
        }
        service lmtp {
          inet_listener lmtp {
            address = 127.0.0.1
            port = {{_lmtp}}
          }
        }

        """;

    private static string GroupOf(string user)
    {
        var gid = File.ReadLines("/etc/passwd").Select(l => l.Split(':')).First(f => f[0] == user)[3];
        return File.ReadLines("/etc/group").Select(l => l.Split(':')).First(f => f[2] == gid)[0];
    }

    private static string IdOf(string file, string name) => File.ReadLines(file).Select(l => l.Split(':')).First(f => f[0] == name)[2];

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
