using System.Xml;

namespace Oss.Api.Soap;

/// <summary>What a request may cost before it is understood.</summary>
internal static class SoapLimits
{
    /// <summary>Octets of a request body. An order of 500 ordinary items has about 200 KB.</summary>
    public const int BodyOctets = 4 * 1024 * 1024;

    /// <summary>Depth of elements. The deepest legal request has 9; a reader that recurses is safe far beyond 32.</summary>
    public const int Depth = 32;

    /// <summary>Characters of one text.</summary>
    public const int TextCharacters = 64 * 1024;

    /// <summary>Characters of all distinct names, which the reader keeps in a table.</summary>
    public const int NameTableCharacters = 32 * 1024;

    /// <summary>Characters of one start tag with its attributes.</summary>
    public const int StartTagCharacters = 16 * 1024;

    /// <summary>Octets of all headers.</summary>
    public const int HeaderOctets = 64 * 1024;

    /// <summary>Findings of one fault: a request of only mistakes shall not make a reply many times its size.</summary>
    public const int Findings = 100;

    public static XmlDictionaryReaderQuotas ReaderQuotas() => new()
    {
        MaxDepth = Depth,
        MaxStringContentLength = TextCharacters,
        MaxNameTableCharCount = NameTableCharacters,
        MaxBytesPerRead = StartTagCharacters,
        MaxArrayLength = TextCharacters,
    };
}
