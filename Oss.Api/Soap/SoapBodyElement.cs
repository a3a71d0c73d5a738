using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Oss.Api.Soap;

/// <summary>
/// Reads one element within the limits. <see cref="XNode.ReadFrom"/> would do, but it takes a long text in pieces and appends each to
/// what it has: three megabytes of text cost seconds, and the reader's quota never sees a whole one.
/// </summary>
internal static class SoapBodyElement
{
    /// <summary>The element at <paramref name="reader"/>, which ends up behind it.</summary>
    public static XElement Read(XmlReader reader)
    {
        var root = Start(reader);
        var text = new StringBuilder();
        var open = reader.IsEmptyElement ? null : root;
        while (open is not null && reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    Flush(text, open);
                    var child = Start(reader);
                    open.Add(child);
                    open = reader.IsEmptyElement ? open : child;
                    break;
                case XmlNodeType.EndElement:
                    Flush(text, open);
                    open = open.Parent;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    Append(text, reader.Value);
                    break;
                case XmlNodeType.Comment:
                    break;
                default:
                    throw new XmlException($"A body has no {reader.NodeType}.");
            }
        }

        reader.Read();
        return root;
    }

    private static XElement Start(XmlReader reader)
    {
        var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
        while (reader.MoveToNextAttribute())
            element.SetAttributeValue(NameOf(reader), reader.Value);
        reader.MoveToElement();
        return element;
    }

    // LINQ has the default namespace's declaration as an attribute in no namespace.
    private static XName NameOf(XmlReader reader) => reader.Prefix.Length == 0
        ? XName.Get(reader.LocalName)
        : XName.Get(reader.LocalName, reader.NamespaceURI);

    private static void Append(StringBuilder text, string piece)
    {
        if (text.Length + piece.Length > SoapLimits.TextCharacters)
            throw new XmlException("A text is too long.");
        text.Append(piece);
    }

    private static void Flush(StringBuilder text, XElement element)
    {
        if (text.Length > 0)
            element.Add(new XText(text.ToString()));
        text.Clear();
    }
}
