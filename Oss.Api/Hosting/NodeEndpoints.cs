using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

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
            endpoint.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate.Current());
        }
    }
}
