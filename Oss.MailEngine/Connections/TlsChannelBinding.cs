using System.Net.Security;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Oss.MailEngine.Connections;

/// <summary>
/// What is unique to a TLS connection or to its certificate, for mechanisms that bind a login to it (RFC 5056).
/// <c>tls-server-end-point</c> (RFC 5929 4) is the certificate's hash. <c>tls-exporter</c> (RFC 9266) is keying material of TLS 1.3, for which .NET has no method: OpenSSL is asked with the
/// handle that <see cref="SslStream"/> keeps, and where either is not as expected there is no such binding.
/// <c>tls-unique</c> is not there: it means nothing in TLS 1.3, and is unsafe before (RFC 9266 1).
/// </summary>
internal static partial class TlsChannelBinding
{
    private const int ExporterOctets = 32;

    private static readonly FieldInfo? Context = typeof(SslStream).GetField("_securityContext", BindingFlags.Instance | BindingFlags.NonPublic);
    private static readonly Lazy<nint> Export = new(FindExport);

    /// <summary>The data of a kind of binding; <see langword="null"/> when there is none.</summary>
    public static byte[]? Find(string kind, SslStream tls, X509Certificate2 certificate) => kind switch
    {
        "tls-server-end-point" => EndPoint(certificate),
        "tls-exporter" => tls.SslProtocol == SslProtocols.Tls13 ? Exporter(tls) : null,
        _ => null,
    };

    // The hash of the certificate's signature, or SHA-256 where that is MD5 or SHA-1 (RFC 5929 4.1); a signature without a hash of its own (Ed25519) leaves it undefined.
    private static byte[]? EndPoint(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => SHA384.HashData(certificate.RawData),
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => SHA512.HashData(certificate.RawData),
        "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.5" or "1.2.840.113549.1.1.11" or "1.2.840.10045.4.1" or "1.2.840.10045.4.3.2" => SHA256.HashData(certificate.RawData),
        _ => null,
    };

    private static unsafe byte[]? Exporter(SslStream tls)
    {
        if (Export.Value == 0 || Context?.GetValue(tls) is not SafeHandle { IsInvalid: false } handle || handle.GetType().Name != "SafeSslHandle")
            return null;

        var held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            var data = new byte[ExporterOctets];
            var label = "EXPORTER-Channel-Binding"u8;
            fixed (byte* output = data, name = label)
            {
                // int SSL_export_keying_material(SSL *s, unsigned char *out, size_t olen, const char *label, size_t llen, const unsigned char *context, size_t contextlen, int use_context)
                var export = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, byte*, nuint, int, int>)Export.Value;
                return export(handle.DangerousGetHandle(), output, ExporterOctets, name, (nuint)label.Length, null, 0, 0) == 1 ? data : null;
            }
        }
        finally
        {
            if (held)
                handle.DangerousRelease();
        }
    }

    // The very library that made the handle: one of another version would take its memory for something else.
    private static nint FindExport()
    {
        if (!OperatingSystem.IsLinux())
            return 0;

        var loaded = File.ReadLines("/proc/self/maps").Where(line => line.Contains("/libssl.so", StringComparison.Ordinal)).Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..]).Distinct().ToList();
        return loaded is [var path] && NativeLibrary.TryLoad(path, out var library) && NativeLibrary.TryGetExport(library, "SSL_export_keying_material", out var export) ? export : 0;
    }
}
