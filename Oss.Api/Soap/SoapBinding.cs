using System.Net.Mime;
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.Text;

namespace Oss.Api.Soap;

/// <summary>One of the two versions of SOAP over HTTP, with its encoder. WS-Addressing is not spoken: replies with its headers
/// break clients that did not ask for them.</summary>
internal sealed class SoapBinding
{
    private SoapBinding(EnvelopeVersion envelope, string mediaType, string envelopeNamespace)
    {
        Version = MessageVersion.CreateVersion(envelope, AddressingVersion.None);
        MediaType = mediaType;
        EnvelopeNamespace = envelopeNamespace;
        var element = new TextMessageEncodingBindingElement(Version, new UTF8Encoding(false));
        SoapLimits.ReaderQuotas().CopyTo(element.ReaderQuotas);
        Encoder = element.CreateMessageEncoderFactory().Encoder;
    }

    public static SoapBinding Soap11 { get; } = new(EnvelopeVersion.Soap11, MediaTypeNames.Text.Xml, "http://schemas.xmlsoap.org/soap/envelope/");

    public static SoapBinding Soap12 { get; } = new(EnvelopeVersion.Soap12, "application/soap+xml", "http://www.w3.org/2003/05/soap-envelope");

    public MessageVersion Version { get; }

    public string MediaType { get; }

    public string EnvelopeNamespace { get; }

    public MessageEncoder Encoder { get; }

    public string ContentType => $"{MediaType}; charset=utf-8";

    /// <summary>The roles of a header that make it this node's business; absent means the ultimate receiver.</summary>
    public bool IsMine(string role) => role.Length == 0 || role == EnvelopeNamespace + "/role/ultimateReceiver"
        || role == EnvelopeNamespace + "/role/next" || role == "http://schemas.xmlsoap.org/soap/actor/next";

    public static SoapBinding? ForMediaType(string? mediaType) =>
        string.Equals(mediaType, Soap11.MediaType, StringComparison.OrdinalIgnoreCase) ? Soap11
        : string.Equals(mediaType, Soap12.MediaType, StringComparison.OrdinalIgnoreCase) ? Soap12
        : null;

    /// <summary>SOAP 1.2 part 2 7.5.2.2 has 400 for a Sender fault. One that the contract declares is 500 all the same, which every client must
    /// read too (7.5.1.2): .NET's looks for a fault behind no other status, and its callers would lose the typed detail.</summary>
    public int StatusOf(SoapFault fault) => this == Soap12 && fault is { Code.IsSenderFault: true, Detail: null }
        ? StatusCodes.Status400BadRequest
        : StatusCodes.Status500InternalServerError;
}
