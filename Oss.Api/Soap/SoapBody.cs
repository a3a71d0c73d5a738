using Microsoft.Net.Http.Headers;

namespace Oss.Api.Soap;

/// <summary>Takes a request's octets off the wire within <see cref="SoapLimits.BodyOctets"/>.</summary>
internal static class SoapBody
{
    /// <summary>The body, or <see langword="null"/> when it is too large, announced or streamed.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > SoapLimits.BodyOctets)
            return null;

        using var octets = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (octets.Length + read > SoapLimits.BodyOctets)
                return null;
            octets.Write(buffer, 0, read);
        }

        return octets.ToArray();
    }

    /// <summary>The SOAP version and charset of a content type; no version when either is not served.</summary>
    public static (SoapBinding? Binding, string? Charset, string? Action) ReadContentType(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return default;

        var charset = HeaderUtilities.RemoveQuotes(type.Charset).Value;
        var served = string.IsNullOrEmpty(charset)
            || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("utf-16", StringComparison.OrdinalIgnoreCase);
        var binding = served ? SoapBinding.ForMediaType(type.MediaType.Value) : null;
        var action = binding == SoapBinding.Soap12
            ? HeaderUtilities.RemoveQuotes(type.Parameters.FirstOrDefault(p => p.Name.Equals("action", StringComparison.OrdinalIgnoreCase))?.Value ?? default).Value
            : HeaderUtilities.RemoveQuotes(request.Headers["SOAPAction"].ToString().Trim()).Value;
        return (binding, string.IsNullOrEmpty(charset) ? null : charset, action);
    }
}
