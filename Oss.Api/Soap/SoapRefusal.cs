using System.Text;

namespace Oss.Api.Soap;

/// <summary>Refuses what never became a SOAP message: an HTTP status, and a sentence that says what to do for whoever tries by hand. SOAP has no fault for these (SOAP 1.1 6.2).</summary>
internal static class SoapRefusal
{
    public static async Task WriteAsync(HttpContext context, int status, string sentence)
    {
        var octets = Encoding.UTF8.GetBytes(sentence + "\n");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = octets.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(octets, context.RequestAborted);
    }
}
