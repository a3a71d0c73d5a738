using System.ServiceModel.Channels;
using System.Xml;
using System.Xml.Serialization;

namespace Oss.Api.Soap;

/// <summary>Writes replies. They are complete in memory before the first byte leaves, so that a reply is never half a success.</summary>
internal static class SoapReply
{
    /// <summary>Keeps the serializer from declaring xsi and xsd on every element.</summary>
    public static readonly XmlSerializerNamespaces NoNamespaces = new([XmlQualifiedName.Empty]);

    public static async Task WriteAsync(HttpContext context, SoapBinding binding, object response)
    {
        using var message = Message.CreateMessage(binding.Version, "", new ResponseBody(response));
        await WriteAsync(context, binding, message, StatusCodes.Status200OK);
    }

    public static async Task WriteAsync(HttpContext context, SoapBinding binding, SoapFault fault)
    {
        using var message = Message.CreateMessage(binding.Version, "", new SoapFaultBody(fault, binding));
        await WriteAsync(context, binding, message, binding.StatusOf(fault));
    }

    private static async Task WriteAsync(HttpContext context, SoapBinding binding, Message message, int status)
    {
        // The message layer keeps the action as a header; on the wire it would be an unasked-for WS-Addressing.
        message.Headers.Clear();
        using var octets = new MemoryStream();
        binding.Encoder.WriteMessage(message, octets);

        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = binding.ContentType;
        response.ContentLength = octets.Length;
        response.Headers.CacheControl = "no-store";
        await response.Body.WriteAsync(octets.GetBuffer().AsMemory(0, (int)octets.Length), context.RequestAborted);
    }

    private sealed class ResponseBody(object response) : BodyWriter(isBuffered: true)
    {
        protected override void OnWriteBodyContents(XmlDictionaryWriter writer)
        {
            using var writable = new WritableTextWriter(writer);
            new XmlSerializer(response.GetType()).Serialize(writable, response, NoNamespaces);
        }
    }
}
