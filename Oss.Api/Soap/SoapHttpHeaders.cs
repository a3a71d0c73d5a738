using Microsoft.Net.Http.Headers;

namespace Oss.Api.Soap;

/// <summary>What the HTTP headers say about the envelope: SOAP version, charset and action.</summary>
internal static class SoapHttpHeaders
{
    /// <summary>The SOAP version and charset of a content type; no version when either is not served.</summary>
    public static (SoapBinding? Binding, string? Charset, string? Action) Read(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return default;

        var charset = HeaderUtilities.RemoveQuotes(type.Charset).Value;
        // Two charsets would be two readings of the same octets.
        var served = type.Parameters.Count(p => p.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)) < 2 && (string.IsNullOrEmpty(charset)
            || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("utf-16", StringComparison.OrdinalIgnoreCase));
        var binding = served ? SoapBinding.ForMediaType(type.MediaType.Value) : null;
        var action = binding == SoapBinding.Soap12
            ? HeaderUtilities.RemoveQuotes(type.Parameters.FirstOrDefault(p => p.Name.Equals("action", StringComparison.OrdinalIgnoreCase))?.Value ?? default).Value
            : HeaderUtilities.RemoveQuotes(request.Headers["SOAPAction"].ToString().Trim()).Value;
        return (binding, string.IsNullOrEmpty(charset) ? null : charset, action);
    }
}
