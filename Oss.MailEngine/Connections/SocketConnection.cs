using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Oss.MailEngine.Connections;

/// <summary>A connection that this side opened, in the shape of one that came in, so that lines, TLS and deadlines are the same code.</summary>
internal sealed class SocketConnection : ConnectionContext, IDuplexPipe
{
    // Each piece of memory is a call of its own to the system; given back when it is sent.
    private const int Piece = 16 * 1024;

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private SocketConnection(string id, Socket socket)
    {
        (ConnectionId, _socket, _stream) = (id, socket, new NetworkStream(socket, ownsSocket: true));
        (RemoteEndPoint, LocalEndPoint) = (socket.RemoteEndPoint, socket.LocalEndPoint);
        (Input, Output) = (PipeReader.Create(_stream), PipeWriter.Create(_stream, new StreamPipeWriterOptions(minimumBufferSize: Piece)));
        Transport = this;
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public override IDuplexPipe Transport { get; set; }

    public override string ConnectionId { get; set; }

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">It was refused or cannot be reached.</exception>
    public static async Task<SocketConnection> OpenAsync(string id, IPEndPoint target, IPAddress? source, CancellationToken cancellationToken)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (source is not null)
                socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(target, cancellationToken);
            return new SocketConnection(id, socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether octets wait that were not read, or the peer has hung up.</summary>
    public bool IsReadable() => _socket.Poll(0, SelectMode.SelectRead);

    public override void Abort(ConnectionAbortedException abortReason) => _socket.Dispose();

    public override async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await base.DisposeAsync();
    }
}
