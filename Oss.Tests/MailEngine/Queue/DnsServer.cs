using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Oss.Tests.MailEngine.Queue;

/// <summary>A name server on loopback that answers from a table, over UDP as real ones do. A name that was never given a record does not exist.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private const ushort A = 1, Cname = 5, Ptr = 12, Mx = 15, Txt = 16, Aaaa = 28, Srv = 33, Tlsa = 52;

    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly ConcurrentDictionary<string, List<(ushort Type, byte[] Data)>> _records = new(StringComparer.OrdinalIgnoreCase);
    private readonly Task _serving;

    public DnsServer() => _serving = ServeAsync();

    public IPEndPoint EndPoint => (IPEndPoint)_socket.Client.LocalEndPoint!;

    /// <summary>Names that get no answer.</summary>
    public ConcurrentDictionary<string, bool> Silent { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that are not answered for (REFUSED).</summary>
    public ConcurrentDictionary<string, bool> Refusing { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that fail (SERVFAIL).</summary>
    public ConcurrentDictionary<string, bool> Failing { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names whose answers DNSSEC vouches for (AD).</summary>
    public ConcurrentDictionary<string, bool> Secure { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Aliases that DNSSEC vouches for and that lead to where it does not.</summary>
    public ConcurrentDictionary<string, bool> InsecureBehind { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Seconds that an answer may be kept for.</summary>
    public byte TimeToLive { get; set; } = 1;

    /// <summary>Questions that were asked, as <c>name</c>.</summary>
    public ConcurrentQueue<string> Questions { get; } = new();

    public DnsServer AddMx(string name, int preference, string host) => Add(name, Mx, [(byte)(preference >> 8), (byte)preference, .. Name(host)]);

    public DnsServer AddAddress(string name, string address)
    {
        var parsed = IPAddress.Parse(address);
        return Add(name, parsed.AddressFamily == AddressFamily.InterNetwork ? A : Aaaa, parsed.GetAddressBytes());
    }

    public DnsServer AddText(string name, string text) =>
        Add(name, Txt, [.. Encoding.UTF8.GetBytes(text).Chunk(255).SelectMany(chunk => (byte[])[(byte)chunk.Length, .. chunk])]);

    public DnsServer AddTlsa(string name, byte usage, byte selector, byte matching, byte[] data) => Add(name, Tlsa, [usage, selector, matching, .. data]);

    public DnsServer AddAlias(string name, string host) => Add(name, Cname, Name(host));

    public DnsServer AddService(string name, int port, string host) => Add(name, Srv, [0, 0, 0, 1, (byte)(port >> 8), (byte)port, .. Name(host)]);

    /// <summary>Takes all records of a name away; the name stays when it is to be without records of any type.</summary>
    public void Remove(string name, bool keepName = false)
    {
        if (keepName)
            _records[name] = [];
        else
            _records.TryRemove(name, out _);
    }

    public DnsServer AddPointer(string address, string name)
    {
        var octets = IPAddress.Parse(address).GetAddressBytes();
        return Add(octets.Length == 4 ? string.Join('.', octets.Reverse()) + ".in-addr.arpa" : string.Join('.', Convert.ToHexString(octets).ToLowerInvariant().Reverse()) + ".ip6.arpa", Ptr, Name(name));
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _serving;
    }

    private DnsServer Add(string name, ushort type, byte[] data)
    {
        _records.AddOrUpdate(name, [(type, data)], (_, known) => [.. known, (type, data)]);
        return this;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var question = await _socket.ReceiveAsync();
                if (Answer(question.Buffer) is { } answer)
                    await _socket.SendAsync(answer, question.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private byte[]? Answer(byte[] question)
    {
        var at = 12;
        var labels = new List<string>();
        for (int length; (length = question[at++]) > 0; at += length)
            labels.Add(Encoding.ASCII.GetString(question, at, length));
        var type = BinaryPrimitives.ReadUInt16BigEndian(question.AsSpan(at));
        var name = string.Join('.', labels);
        Questions.Enqueue(name);
        if (Silent.ContainsKey(name))
            return null;

        var known = _records.TryGetValue(name, out var all);
        var answers = known ? all!.Where(r => r.Type == type).ToList() : [];
        byte[] owner = [0xC0, 12];
        // What an alias leads to comes with it, as resolvers answer.
        byte[]? alias = null;
        if (answers.Count == 0 && known && all!.Where(r => r.Type == Cname).Select(r => r.Data).FirstOrDefault() is { } target)
        {
            (alias, owner) = (target, target);
            answers = _records.GetValueOrDefault(Text(target), []).Where(r => r.Type == type).ToList();
        }

        var reply = new MemoryStream();
        reply.Write(question.AsSpan(0, 2));
        reply.Write([0x81, (byte)(0x80 | (Secure.ContainsKey(name) && !(alias is not null && InsecureBehind.ContainsKey(name)) ? 0x20 : 0) | (Failing.ContainsKey(name) ? 2 : Refusing.ContainsKey(name) ? 5 : known ? 0 : 3)), 0, 1, 0, (byte)(answers.Count + (alias is null ? 0 : 1)), 0, 0, 0, 0]);
        reply.Write(question.AsSpan(12, at + 4 - 12));
        if (alias is not null)
        {
            reply.Write([0xC0, 12, 0, (byte)Cname, 0, 1, 0, 0, 0, TimeToLive, 0, (byte)alias.Length]);
            reply.Write(alias);
        }

        foreach (var (_, data) in answers)
        {
            reply.Write([.. owner, (byte)(type >> 8), (byte)type, 0, 1, 0, 0, 0, TimeToLive, (byte)(data.Length >> 8), (byte)data.Length]);
            reply.Write(data);
        }

        return reply.ToArray();
    }

    private static string Text(byte[] name)
    {
        var labels = new List<string>();
        for (var at = 0; name[at] > 0; at += name[at] + 1)
            labels.Add(Encoding.ASCII.GetString(name, at + 1, name[at]));
        return string.Join('.', labels);
    }

    private static byte[] Name(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];
}
