using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Oss.Bench.Peers;

/// <summary>Postfix's smtp-sink: takes every message and throws it away, at next to no cost. It counts on its standard output.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _counting;
    private long _messages;

    private SmtpSink(Process process, int port)
    {
        (_process, EndPoint) = (process, new(IPAddress.Loopback, port));
        _counting = Task.Run(CountAsync);
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Messages taken so far.</summary>
    public long Messages => Interlocked.Read(ref _messages);

    public static async Task<SmtpSink> StartAsync()
    {
        var port = Ports.Free();
        var start = new ProcessStartInfo("smtp-sink", ["-c", "-4", "-u", "nobody", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "1000"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var sink = new SmtpSink(Process.Start(start)!, port);
        await Ports.AnswersAsync(sink.EndPoint);
        return sink;
    }

    /// <summary>Waits until so many messages were taken.</summary>
    public async Task ReachAsync(long messages)
    {
        while (Messages < messages)
            await Task.Delay(2);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _counting;
        _process.Dispose();
    }

    // "sess=1 quit=1 mesg=7", again and again, each ended by a carriage return.
    private async Task CountAsync()
    {
        var text = new char[4096];
        var line = "";
        for (int read; (read = await _process.StandardOutput.ReadAsync(text)) > 0;)
        {
            line += new string(text, 0, read);
            var last = line.LastIndexOf('\r');
            if (last < 0)
                continue;
            var at = line.LastIndexOf("mesg=", last, StringComparison.Ordinal);
            if (at >= 0)
                Interlocked.Exchange(ref _messages, long.Parse(line.AsSpan(at + 5, last - at - 5).Trim(), CultureInfo.InvariantCulture));
            line = line[(last + 1)..];
        }
    }
}
