using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Oss.Bench.Peers;

/// <summary>
/// Debian's Dovecot, tuned as well as it can be: login processes that serve many, imap and pop3 processes reused, credentials cached under a
/// hash that costs nothing (ours are Argon2id), the same fsync rules. Everything it writes is in a directory of its own.
/// </summary>
internal sealed class DovecotServer : IMailServer
{
    private const string Owner = "mail";
    private readonly Process _process;
    private readonly string _base;

    private DovecotServer(Process process, string directory, int imap, int pop3, int lmtp) =>
        (_process, _base, Imap, Pop3, Lmtp) = (process, directory, new(IPAddress.Loopback, imap), new(IPAddress.Loopback, pop3), new(IPAddress.Loopback, lmtp));

    public string Name => "Dovecot";

    public IPEndPoint Imap { get; }

    public IPEndPoint Pop3 { get; }

    public IPEndPoint Lmtp { get; }

    public IReadOnlyList<int> ProcessIds => Measure.ProcessTree.Of(_process.Id);

    /// <param name="users">How many mailboxes.</param>
    /// <param name="reuse">Whether imap and pop3 processes serve one user after another; off to have one process a connection, as idle ones do anyway.</param>
    /// <param name="sieve">Whether LMTP delivers by Pigeonhole.</param>
    public static async Task<DovecotServer> StartAsync(int users, bool reuse = true, bool sieve = false)
    {
        var directory = Directory.CreateTempSubdirectory("dovecot-bench-").FullName;
        File.SetUnixFileMode(directory, (UnixFileMode)0b111_101_101);
        var (imap, pop3, lmtp) = (Ports.Free(), Ports.Free(), Ports.Free());
        var hash = Hash();
        await File.WriteAllLinesAsync(Path.Combine(directory, "users"), Enumerable.Range(0, users).Select(n => $"{Users.Name(n)}:{hash}::::::"));
        for (var n = 0; n < users; n++)
            Directory.CreateDirectory(Path.Combine(directory, "mail", Users.Name(n), "Maildir"));
        await File.WriteAllTextAsync(Path.Combine(directory, "dovecot.conf"), Configuration(directory, imap, pop3, lmtp, reuse) + (sieve ? Sieve : ""));
        Chown(Path.Combine(directory, "mail"));
        var start = new ProcessStartInfo("dovecot", ["-F", "-c", Path.Combine(directory, "dovecot.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true };
        var server = new DovecotServer(Process.Start(start)!, directory, imap, pop3, lmtp);
        await Ports.AnswersAsync(server.Imap);
        return server;
    }

    public string MaildirOf(string user) => Path.Combine(_base, "mail", user, "Maildir");

    public void Own(string path) => Chown(path);

    public void DeleteDerived(string user)
    {
        foreach (var file in Directory.EnumerateFiles(MaildirOf(user), "dovecot.*", SearchOption.AllDirectories))
            File.Delete(file);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // SIGTERM lets the master end its children.
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_base, recursive: true);
    }

    private static void Chown(string path)
    {
        using var chown = Process.Start("chown", ["-R", $"{Owner}:{Owner}", path]);
        chown.WaitForExit();
    }

    // Dovecot computes the hash again at each login, cached or not: a cheap one is the best that its operator can do for speed.
    private static string Hash()
    {
        var salt = RandomNumberGenerator.GetBytes(8);
        return "{SSHA256}" + Convert.ToBase64String([.. SHA256.HashData([.. Encoding.UTF8.GetBytes(Users.Password), .. salt]), .. salt]);
    }

    private const string Sieve = """

        protocol lmtp {
          mail_plugins = sieve
        }
        plugin {
          sieve = file:~/sieve;active=~/.dovecot.sieve
        }

        """;

    private static string Configuration(string directory, int imap, int pop3, int lmtp, bool reuse) => $$"""
        base_dir = {{directory}}/run
        log_path = {{directory}}/log
        protocols = imap pop3 lmtp
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        default_process_limit = 5000
        default_client_limit = 20000
        default_vsz_limit = 2G
        mail_max_userip_connections = 0
        mail_location = maildir:~/Maildir
        mail_fsync = optimized
        mail_uid = {{Owner}}
        mail_gid = {{Owner}}
        first_valid_uid = 1
        first_valid_gid = 1
        auth_cache_size = 64M
        auth_cache_verify_password_with_worker = no
        auth_username_format = %Lu
        passdb {
          driver = passwd-file
          args = {{directory}}/users
        }
        userdb {
          driver = static
          args = home={{directory}}/mail/%u allow_all_users=yes
        }
        namespace inbox {
          inbox = yes
          separator = /
        }
        service imap-login {
          service_count = 0
          client_limit = 20000
          process_min_avail = 2
          inet_listener imap {
            port = {{imap}}
          }
          inet_listener imaps {
            port = 0
          }
        }
        service pop3-login {
          service_count = 0
          client_limit = 20000
          process_min_avail = 2
          inet_listener pop3 {
            port = {{pop3}}
          }
          inet_listener pop3s {
            port = 0
          }
        }
        service imap {
          service_count = {{(reuse ? 1000 : 1)}}
          process_min_avail = {{(reuse ? 4 : 0)}}
          process_limit = 5000
        }
        service pop3 {
          service_count = {{(reuse ? 1000 : 1)}}
          process_min_avail = {{(reuse ? 4 : 0)}}
        }
        service lmtp {
          service_count = 0
          process_min_avail = 4
          inet_listener lmtp {
            address = 127.0.0.1
            port = {{lmtp}}
          }
        }
        service anvil {
          client_limit = 30000
        }
        service auth {
          client_limit = 30000
        }
        service stats {
          client_limit = 30000
        }
        """;
}
