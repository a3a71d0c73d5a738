using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Oss.Api.Hosting;

/// <summary>Puts the node's listeners on Kestrel: HTTP and mail ports alike share its transports, limits and shutdown.</summary>
public static class NodeEndpoints
{
    /// <summary>Largest request body of any HTTP endpoint, in bytes; endpoints lower it further for themselves.</summary>
    public const long MaxRequestBodyBytes = 8L * 1024 * 1024;

    /// <summary>Listens on all of <paramref name="listeners"/>.</summary>
    public static void ListenOn(this KestrelServerOptions kestrel, IReadOnlyList<Listener> listeners, NodeCertificate certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
        foreach (var listener in listeners)
            kestrel.Listen(listener.EndPoint, endpoint => Serve(endpoint, listener, certificate));
    }

    private static void Serve(ListenOptions endpoint, Listener listener, NodeCertificate certificate)
    {
        if (listener.Mail is { } protocol)
        {
            var engine = endpoint.ApplicationServices.GetRequiredService<MailEngine.MailEngine>();
            endpoint.Run(connection => engine.ServeAsync(protocol, connection));
        }
        else if (listener.IsHttps)
        {
            endpoint.UseHttps(https => Secure(https, certificate.Current));
        }
    }

    /// <summary>A client may show a certificate. Whoever issued it: what counts is that it is the one on record for an API client, and that the client has its key.</summary>
    internal static void Secure(HttpsConnectionAdapterOptions https, Func<X509Certificate2> certificate)
    {
        https.ServerCertificateSelector = (_, _) => certificate();
        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        https.ClientCertificateValidation = (_, _, _) => true;
    }
}
