using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Oss.MailEngine.Lookups;

namespace Oss.MailEngine.TransportSecurity;

/// <summary>
/// Web servers of strangers: asked where their domains say, by HTTPS with a certificate that holds. Whoever owns a domain decides where we connect to, so that no address inside is
/// connected to, whatever name leads there, and no redirect is followed (RFC 8461 3.3).
/// </summary>
internal sealed class PublicWeb : IDisposable
{
    private readonly HttpClient _client;
    private readonly MailDns _dns;
    private readonly bool _mayReachLoopback;

    public PublicWeb(MailDns dns, ServerCertificateCheck certificates, bool mayReachLoopback)
    {
        (_dns, _mayReachLoopback) = (dns, mayReachLoopback);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None, ConnectTimeout = TransportSecurityLimits.FetchPatience,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1), MaxResponseHeadersLength = 32, ConnectCallback = ConnectAsync,
        };
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, chain, _) =>
            certificate is X509Certificate2 given && certificates.CheckAuthority(((SslStream)sender).TargetHostName, given, chain?.ChainPolicy.ExtraStore ?? []) is null;
        _client = new HttpClient(handler) { Timeout = TransportSecurityLimits.FetchPatience };
    }

    /// <summary>Whether an address is one that the whole world can connect to.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var octets = plain.GetAddressBytes();
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? !(octets[0] is 0 or 10 or 127 or >= 224 || (octets[0] == 100 && (octets[1] & 0xC0) == 64) || (octets[0] == 169 && octets[1] == 254) || (octets[0] == 172 && (octets[1] & 0xF0) == 16)
                || (octets[0] == 192 && octets[1] is 168) || (octets[0] == 192 && octets[1] == 0 && octets[2] is 0 or 2) || (octets[0] == 198 && octets[1] is 18 or 19))
            // 2000::/3 is all that is given out; of it, what leads to an IPv4 address by another way (6to4, Teredo) is not wanted.
            : (octets[0] & 0xE0) == 0x20 && !(octets[0] == 0x20 && octets[1] == 0x02) && !(octets[0] == 0x20 && octets[1] == 0x01 && octets[2] == 0 && octets[3] == 0);
    }

    /// <summary>Reads a text of so many octets at most.</summary>
    /// <returns>The text; or what is wrong.</returns>
    public async Task<(string? Text, TlsFault? Fault)> ReadTextAsync(Uri address, int most)
    {
        try
        {
            using var patience = new CancellationTokenSource(TransportSecurityLimits.FetchPatience);
            using var response = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                return (null, new TlsFault(TlsFault.NoPolicy, $"the web server answered {(int)response.StatusCode}"));
            if (!string.Equals(response.Content.Headers.ContentType?.MediaType, "text/plain", StringComparison.OrdinalIgnoreCase))
                return (null, new TlsFault(TlsFault.BadPolicy, "what the web server gave is not text/plain"));

            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            var octets = new byte[most + 1];
            var read = await body.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, patience.Token);
            return read > most ? (null, new TlsFault(TlsFault.BadPolicy, "the policy is too large")) : (Encoding.UTF8.GetString(octets, 0, read), null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return (null, e.InnerException is AuthenticationException
                ? new TlsFault(TlsFault.BadPolicyCertificate, "the web server's certificate does not hold")
                : new TlsFault(TlsFault.NoPolicy, e is OperationCanceledException ? "the web server did not answer" : "the web server cannot be reached"));
        }
    }

    /// <summary>Posts octets; <see langword="null"/> when they were taken, else what is wrong.</summary>
    public async Task<string?> PostAsync(Uri address, string mediaType, byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            using var body = new ByteArrayContent(content);
            body.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"the web server answered {(int)response.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return e.InnerException is AuthenticationException ? "the web server's certificate does not hold" : "the web server cannot be reached";
        }
    }

    public void Dispose() => _client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host.Trim('[', ']');
        var addresses = (await _dns.AddressesAsync(host, cancellationToken)).Records.Where(a => _mayReachLoopback || IsPublic(a)).Take(4).ToList();
        Exception? failure = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e) when (e is SocketException)
            {
                socket.Dispose();
                failure = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new HttpRequestException($"{host} has no address that can be reached.", failure);
    }
}
