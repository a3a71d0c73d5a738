using System.Diagnostics;
using Oss.Bench.Load;
using Oss.Bench.Measure;
using Oss.Bench.Peers;

namespace Oss.Bench.Scenarios;

/// <summary>This platform and Dovecot, started side by side with the same users.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private Pair(OssServer ours, DovecotServer theirs) => (Ours, Theirs) = (ours, theirs);

    public OssServer Ours { get; }

    public DovecotServer Theirs { get; }

    public RatioTable Table { get; } = new("OSS", "Dovecot");

    public static async Task<Pair> StartAsync(int users, bool reuse = true, bool sieve = false) =>
        new(await OssServer.StartAsync(users), await DovecotServer.StartAsync(users, reuse, sieve));

    /// <summary>The same messages in the mailbox of a user on both.</summary>
    public void Fill(int user, int messages, Func<int, int> octets)
    {
        foreach (var server in (IMailServer[])[Ours, Theirs])
        {
            MaildirMaker.Fill(server.MaildirOf(Users.Name(user)), messages, octets);
            server.Own(server.MaildirOf(Users.Name(user)));
        }
    }

    /// <summary>Measures in turn, ours, theirs, ours, theirs …, so that a machine that grows slower is slower for both.</summary>
    public async Task InTurnAsync(int times, Func<IMailServer, bool, Task> measure)
    {
        for (var i = 0; i < times; i++)
        {
            await measure(Ours, true);
            await measure(Theirs, false);
        }
    }

    /// <summary>Lets both run a while unmeasured: a server runs for months, its first seconds (code compiled, caches empty, processes forked) are not what is asked.</summary>
    public async Task WarmUpAsync(Func<IMailServer, Task> work)
    {
        await work(Ours);
        await work(Theirs);
    }

    /// <summary>Empties the kernel's page cache; says so when it may not.</summary>
    public static void DropPageCache()
    {
        using var sync = Process.Start("sync");
        sync.WaitForExit();
        try
        {
            File.WriteAllText("/proc/sys/vm/drop_caches", "3");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            Console.WriteLine("(The page cache could not be emptied: not root. \"Cold\" is warm here.)");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Ours.DisposeAsync();
        await Theirs.DisposeAsync();
    }
}
