using System.Text;
using Oss.MailEngine.Mime;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Actions;

/// <summary>A <c>mailto:</c> URI (RFC 6068): recipients, those who get a copy, and fields that the message gets.</summary>
internal sealed record MailtoUri(IReadOnlyList<string> To, IReadOnlyList<string> Cc, IReadOnlyList<(string Name, string Value)> Fields)
{
    private const int MaxRecipients = 10;
    private const int MaxFields = 20;

    /// <summary>To whom the message goes (RFC 5436 2.7).</summary>
    public IEnumerable<string> Recipients => To.Concat(Cc);

    /// <summary>Reads a URI; <see langword="null"/> when it is none, or names nobody.</summary>
    public static MailtoUri? TryParse(string uri)
    {
        if (!uri.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) || uri.Any(char.IsControl))
            return null;

        var question = uri.IndexOf('?', StringComparison.Ordinal);
        var (to, cc) = (Addresses(question < 0 ? uri[7..] : uri[7..question]), new List<string>());
        var fields = new List<(string Name, string Value)>();
        foreach (var pair in question < 0 ? [] : uri[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                return null;
            var (name, value) = (Decode(pair[..equals]), Decode(pair[(equals + 1)..]));
            if (name.Equals("to", StringComparison.OrdinalIgnoreCase))
                to.AddRange(Addresses(pair[(equals + 1)..]));
            else if (name.Equals("cc", StringComparison.OrdinalIgnoreCase))
                cc.AddRange(Addresses(pair[(equals + 1)..]));
            else
                fields.Add((name, value));
        }

        var found = new MailtoUri(to, cc, fields);
        return to.Count + cc.Count is > 0 and <= MaxRecipients && fields.Count <= MaxFields && found.Recipients.All(MailAddresses.IsAddress) ? found : null;
    }

    public string? Field(string name) => Fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static List<string> Addresses(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Decode)];

    private static string Decode(string text) => Encoding.UTF8.GetString(PercentEncoding.Decode(text));
}
