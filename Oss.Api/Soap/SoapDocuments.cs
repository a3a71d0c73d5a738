using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Oss.Api.Soap;

/// <summary>Serves a contract's documents. They are public: generated clients fetch them before they have credentials to send.</summary>
internal static class SoapDocuments
{
    private static readonly string[] Kinds = ["wsdl", "singlewsdl", "xsd"];

    /// <summary>Answers a request for a document; <see langword="false"/> when it asks for none.</summary>
    public static async Task<bool> TryServeAsync(HttpContext context, SoapService service)
    {
        var request = context.Request;
        if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || WantedOf(request.Query) is not { } wanted)
            return false;
        if (RootOf(request) is not { } root)
        {
            await SoapRefusal.WriteAsync(context, StatusCodes.Status400BadRequest, "The header Host names no host.");
            return true;
        }

        var document = wanted switch
        {
            "wsdl" => service.Documents.ReferringWsdl(root, service.Path),
            "singlewsdl" => service.Documents.SingleWsdl(root),
            _ => service.Documents.Schema(request.Query["xsd"].ToString(), root + service.Path),
        };
        if (document is null)
            await SoapRefusal.WriteAsync(context, StatusCodes.Status404NotFound, $"There is no such document; {service.Path}?wsdl names those there are.");
        else
            await WriteAsync(context, document);
        return true;
    }

    private static string? WantedOf(IQueryCollection query) => Array.Find(Kinds, query.ContainsKey);

    // The Host header ends up in addresses that clients will send credentials to: only a plain authority goes in.
    private static string? RootOf(HttpRequest request)
    {
        var root = $"{request.Scheme}://{request.Host}{request.PathBase}";
        return request.Host.HasValue && Uri.TryCreate(root, UriKind.Absolute, out var uri)
            && uri.Authority.Length > 0 && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0
            && uri.HostNameType != UriHostNameType.Unknown && uri.AbsolutePath.TrimEnd('/') == request.PathBase.ToUriComponent()
            ? root
            : null;
    }

    private static async Task WriteAsync(HttpContext context, XDocument document)
    {
        using var octets = new MemoryStream();
        await using (var writer = XmlWriter.Create(octets, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false) }))
            await document.SaveAsync(writer, context.RequestAborted);

        context.Response.ContentType = "text/xml; charset=utf-8";
        context.Response.ContentLength = octets.Length;
        context.Response.Headers.Vary = "Host";
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(octets.GetBuffer().AsMemory(0, (int)octets.Length), context.RequestAborted);
    }
}
