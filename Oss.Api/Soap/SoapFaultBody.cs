using System.ServiceModel;
using System.ServiceModel.Channels;
using System.Xml;
using System.Xml.Serialization;
using Oss.Api.Errors;

namespace Oss.Api.Soap;

/// <summary>A fault on the wire (SOAP 1.1 4.4, SOAP 1.2 part 1 5.4). The two versions agree on nothing but the idea.</summary>
internal sealed class SoapFaultBody(SoapFault fault, SoapBinding binding) : BodyWriter(isBuffered: true)
{
    private readonly string _envelope = binding.EnvelopeNamespace;

    protected override void OnWriteBodyContents(XmlDictionaryWriter writer)
    {
        writer.WriteStartElement("Fault", _envelope);
        if (binding == SoapBinding.Soap11)
            Write11(writer);
        else
            Write12(writer);
        writer.WriteEndElement();
    }

    private void Write11(XmlDictionaryWriter writer)
    {
        writer.WriteStartElement("faultcode", "");
        WriteCode(writer, fault.Code, fault.Code.IsSenderFault ? "Client" : fault.Code.IsReceiverFault ? "Server" : fault.Code.Name);
        writer.WriteEndElement();
        writer.WriteStartElement("faultstring", "");
        WriteText(writer);
        writer.WriteEndElement();
        WriteDetail(writer, "detail", "");
    }

    private void Write12(XmlDictionaryWriter writer)
    {
        writer.WriteStartElement("Code", _envelope);
        WriteValue(writer, fault.Code);
        if (fault.Code.SubCode is { } refined)
        {
            writer.WriteStartElement("Subcode", _envelope);
            WriteValue(writer, refined);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        writer.WriteStartElement("Reason", _envelope);
        writer.WriteStartElement("Text", _envelope);
        WriteText(writer);
        writer.WriteEndElement();
        writer.WriteEndElement();
        WriteDetail(writer, "Detail", _envelope);
    }

    private void WriteValue(XmlDictionaryWriter writer, FaultCode code)
    {
        writer.WriteStartElement("Value", _envelope);
        WriteCode(writer, code, code.Name);
        writer.WriteEndElement();
    }

    private void WriteCode(XmlDictionaryWriter writer, FaultCode code, string name)
    {
        var space = string.IsNullOrEmpty(code.Namespace) ? _envelope : code.Namespace;
        if (space != _envelope)
            writer.WriteXmlnsAttribute("code", space);
        writer.WriteQualifiedName(name, space);
    }

    private void WriteText(XmlDictionaryWriter writer)
    {
        writer.WriteAttributeString("xml", "lang", null, fault.Language == Language.German ? "de" : "en");
        writer.WriteString(fault.Text);
    }

    private void WriteDetail(XmlDictionaryWriter writer, string name, string space)
    {
        if (fault.Detail is not { } detail)
            return;

        writer.WriteStartElement(name, space);
        new XmlSerializer(detail.GetType()).Serialize(writer, detail, SoapReply.NoNamespaces);
        writer.WriteEndElement();
    }
}
