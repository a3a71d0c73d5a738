using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;

namespace Oss.MailEngine.Connections;

/// <summary>One client's connection, whatever it speaks: the pipes, who it is, and the only TLS code there is.</summary>
internal sealed class MailConnection(ConnectionContext connection, TimeProvider time) : IAsyncDisposable
{
    private SslStream? _tls;
    private X509Certificate2? _certificate;
    private IPAddress? _believed;
    private (PipeReader Input, PipeWriter Output)? _inner;

    public string Id => connection.ConnectionId;

    public TimeProvider Time => time;

    public PipeReader Input { get; private set; } = connection.Transport.Input;

    public PipeWriter Output { get; private set; } = connection.Transport.Output;

    public bool IsEncrypted => _tls is not null;

    /// <summary>What asks the session to end.</summary>
    public CancellationTokenSource? Ending { get; init; }

    /// <summary>Why the session was asked to end, in words for the peer; <see langword="null"/> when it was not, or the node stops.</summary>
    public string? EndReason { get; private set; }

    /// <summary>Asks the session to end.</summary>
    public async Task EndAsync(string reason)
    {
        EndReason = reason;
        try
        {
            await (Ending?.CancelAsync() ?? Task.CompletedTask);
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>Whether both directions are compressed.</summary>
    public bool IsCompressed { get; private set; }

    /// <summary>The client: the peer, or whom a listed balancer named.</summary>
    public IPAddress? RemoteAddress => _believed ?? PeerAddress;

    /// <summary>Who is at the other end of the connection itself.</summary>
    public IPAddress? PeerAddress => (connection.RemoteEndPoint as IPEndPoint)?.Address is { } address ? Plain(address) : null;

    /// <summary>Whether the peer is on this machine, where nobody listens in between.</summary>
    public bool IsLocal => RemoteAddress is { } address && IPAddress.IsLoopback(address);

    /// <summary>Ends when the peer hangs up or the node stops.</summary>
    public CancellationToken Closed => connection.ConnectionClosed;

    /// <summary>What a login can be bound to so that it holds on this connection only; <see langword="null"/> when there is no such binding.</summary>
    /// <param name="kind">Its registered name, such as <c>tls-exporter</c>.</param>
    public byte[]? ChannelBinding(string kind) => _tls is { } tls && _certificate is { } certificate ? TlsChannelBinding.Find(kind, tls, certificate) : null;

    /// <summary>Takes a balancer's word for who the client is.</summary>
    public bool Believe(IPAddress client)
    {
        _believed = Plain(client);
        return true;
    }

    /// <summary>Reads more input, or fails with <see cref="TimeoutException"/> when the peer stays silent too long.</summary>
    public async ValueTask<ReadResult> ReadAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (Input.TryRead(out var ready))
            return ready;

        if (patience <= TimeSpan.Zero)
            throw new TimeoutException("The peer was silent too long.");

        using var deadline = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await Input.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The peer was silent too long.");
        }
    }

    /// <summary>Sends what was written. A peer that asks and does not take the answers fills up memory: after a while it is cut off.</summary>
    /// <exception cref="ConnectionAbortedException">It was.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var flush = Output.FlushAsync(cancellationToken);
        if (flush.IsCompleted)
        {
            await flush;
            return;
        }

        using var deadline = time.CreateTimer(_ => connection.Abort(new ConnectionAbortedException("The peer takes no replies.")), null, ConnectionLimits.WritePatience, Timeout.InfiniteTimeSpan);
        await flush;
    }

    /// <summary>Whether input is there that was sent before it was asked for.</summary>
    public bool HasBufferedInput()
    {
        if (!Input.TryRead(out var result))
            return false;

        Input.AdvanceTo(result.Buffer.Start);
        return !result.Buffer.IsEmpty;
    }

    /// <summary>Whether what was written has to leave now: the peer has said all it wanted to say for the moment, or so much was written that it is not to be more.</summary>
    public bool IsFlushDue() => !Output.CanGetUnflushedBytes || Output.UnflushedBytes >= ConnectionLimits.Unflushed || !HasBufferedInput();

    /// <summary>Waits until the peer says something or hangs up; what it says stays unread.</summary>
    /// <exception cref="TimeoutException">It was silent too long.</exception>
    public async Task WaitForInputAsync(TimeSpan patience, CancellationToken cancellationToken) => Input.AdvanceTo((await ReadAsync(patience, cancellationToken)).Buffer.Start);

    /// <summary>Whether the peer says anything within a time; what it says stays unread.</summary>
    public async ValueTask<bool> TalksWithinAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            var result = await ReadAsync(wait, cancellationToken);
            Input.AdvanceTo(result.Buffer.Start);
            return !result.Buffer.IsEmpty;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Sends the go-ahead and continues in TLS. Input that is here already was injected by somebody in the middle, or by a client that does not wait
    /// (CVE-2011-0411): refused. Bytes after the go-ahead all belong to TLS.</summary>
    /// <returns>False when the connection has to be closed.</returns>
    public async Task<bool> UpgradeToTlsAsync(ReadOnlyMemory<byte> goAhead, Func<X509Certificate2> certificate, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (IsEncrypted || HasBufferedInput())
            return false;

        await Output.WriteAsync(goAhead, cancellationToken);
        return await BeginTlsAsync(certificate, patience, cancellationToken);
    }

    /// <summary>Goes on in TLS at once, as on a port that speaks nothing else (RFC 8314 3).</summary>
    /// <returns>False when the connection has to be closed.</returns>
    public async Task<bool> BeginTlsAsync(Func<X509Certificate2> certificate, TimeSpan patience, CancellationToken cancellationToken)
    {
        var tls = new SslStream(new DuplexPipeStream(Input, Output));
        _certificate = certificate();
        using var deadline = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = _certificate, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            }, either.Token);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            await tls.DisposeAsync();
            return false;
        }

        _tls = tls;
        Input = PipeReader.Create(tls);
        Output = PipeWriter.Create(tls);
        return true;
    }

    /// <summary>Goes on in DEFLATE in both directions (RFC 4978): every octet from here on, whatever was read ahead among them.</summary>
    public void Compress()
    {
        IsCompressed = true;
        var plain = new DuplexPipeStream(Input, Output);
        _inner = (Input, Output);
        Input = PipeReader.Create(new DeflateStream(plain, CompressionMode.Decompress, leaveOpen: true));
        // Each flush of the pipe is one of the stream: what is written reaches the client, and does not wait for more to compress with.
        Output = PipeWriter.Create(new DeflateStream(plain, CompressionLevel.Fastest, leaveOpen: true));
    }

    /// <summary>Continues in TLS as the side that opened the connection. The server speaks only after our hello: input that is here already was injected.</summary>
    /// <param name="host">The name of the server that is wanted.</param>
    /// <param name="inspect">Is shown the certificate with what came beside it. Encryption to anybody is better than none (RFC 7435): the caller decides what follows from it.</param>
    /// <param name="patience">For the handshake.</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <returns>False when there is no TLS and the connection has to be closed.</returns>
    public async Task<bool> StartTlsAsync(string host, Action<X509Certificate2?, X509Certificate2Collection> inspect, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (IsEncrypted || HasBufferedInput())
            return false;

        var tls = new SslStream(new DuplexPipeStream(Input, Output));
        using var deadline = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = host, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                // Nothing is fetched from where a stranger's certificate says.
                CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
#pragma warning disable CA5359 // The caller decides.
                RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                {
                    inspect(certificate as X509Certificate2, chain?.ChainPolicy.ExtraStore ?? []);
                    return true;
                },
#pragma warning restore CA5359
            }, either.Token);
        }
        catch (Exception e) when (e is AuthenticationException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await tls.DisposeAsync();
            return false;
        }

        _tls = tls;
        Input = PipeReader.Create(tls);
        Output = PipeWriter.Create(tls);
        return true;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    public async ValueTask DisposeAsync()
    {
        if (_inner is { } inner)
        {
            await Input.CompleteAsync();
            await Output.CompleteAsync();
            (Input, Output) = inner;
        }

        if (_tls is not null)
        {
            await Input.CompleteAsync();
            await Output.CompleteAsync();
            await _tls.DisposeAsync();
        }

        await connection.Transport.Input.CompleteAsync();
        await connection.Transport.Output.CompleteAsync();
    }
}
