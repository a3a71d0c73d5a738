using System.ServiceModel;
using System.ServiceModel.Channels;
using System.Xml;
using System.Xml.Linq;

namespace Oss.Api.Soap;

/// <summary>What the envelope said.</summary>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The one element of the body.</param>
internal sealed record SoapRequest(MessageHeaders Headers, XElement Body);

/// <summary>Reads a whole request, already in memory, into one body element. Nothing here looks at what it means.</summary>
internal static class SoapRequestReader
{
    public static SoapRequest Read(SoapBinding binding, byte[] octets, string? charset)
    {
        try
        {
            var envelope = SoapCharset.ToUtf8(octets, charset);
            CheckEnvelope(binding, envelope);
            using var message = binding.Encoder.ReadMessage(new MemoryStream(envelope), SoapLimits.HeaderOctets, binding.ContentType);
            return new SoapRequest(message.Headers, ReadBody(message));
        }
        catch (Exception e) when (e is not (SoapFaultException or OutOfMemoryException))
        {
            // All octets are in memory: whatever went wrong, the sender sent it. Its text may quote the input, so it is for the log.
            throw new SoapFaultException(SoapFaults.Sender("The request is not a well-formed SOAP envelope within the limits: one Envelope with one element in its Body, no document type, as ?wsdl describes it."), e);
        }
    }

    private static XElement ReadBody(Message message)
    {
        if (message.IsEmpty)
            throw NotOneElement();

        using var reader = message.GetReaderAtBodyContents();
        if (reader.MoveToContent() != XmlNodeType.Element)
            throw NotOneElement();

        var body = SoapBodyElement.Read(reader);
        if (reader.MoveToContent() != XmlNodeType.EndElement)
            throw NotOneElement();

        // To the very end: an envelope that was cut off, or is followed by more, is no envelope.
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
                throw NotOneElement();
        }

        return body;
    }

    // The encoder would refuse another version too, but with no telling it from other mistakes.
    private static void CheckEnvelope(SoapBinding binding, byte[] octets)
    {
        using var reader = XmlDictionaryReader.CreateTextReader(octets, SoapLimits.ReaderQuotas());
        reader.MoveToContent();
        if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "Envelope" && reader.NamespaceURI != binding.EnvelopeNamespace)
            throw new SoapFaultException(SoapFaults.Protocol(new FaultCode("VersionMismatch"),
                $"The envelope's namespace is not that of {binding.MediaType}."));
    }

    private static SoapFaultException NotOneElement() => new(SoapFaults.Sender("The envelope has one Body with exactly one element, and nothing behind it."));
}
