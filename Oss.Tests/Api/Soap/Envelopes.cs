using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;

namespace Oss.Tests.Api.Soap;

/// <summary>Envelopes as clients write them, and the way to send them.</summary>
internal static class Envelopes
{
    public const string Orders = "urn:oss:orders:2026-11";
    public const string Common = "urn:oss:common:2026-11";
    public const string Env11 = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string Env12 = "http://www.w3.org/2003/05/soap-envelope";
    public const string Submit = Orders + "/SubmitOrder";

    private static int _numbers;

    /// <summary>A number that no other test of this run uses.</summary>
    public static string Unique(string prefix = "") => $"{prefix}{Interlocked.Increment(ref _numbers)}-{Guid.NewGuid():N}"[..(prefix.Length + 16)];

    public static string Envelope(string body, string envelope = Env11, string headers = "") =>
        $"<s:Envelope xmlns:s=\"{envelope}\"><s:Header>{headers}</s:Header><s:Body>{body}</s:Body></s:Envelope>";

    public static string SubmitOrder(string externalId, string items) => Order("SubmitOrder", externalId, items);

    public static string Order(string operation, string externalId, string items) =>
        $"<{operation} xmlns=\"{Orders}\"><Order><ExternalSystem>crm-test</ExternalSystem><ExternalId>{externalId}</ExternalId><Items>{items}</Items></Order></{operation}>";

    public static string Subscription(string contract, string product = "premium") =>
        $"<Item><Action>Provide</Action><Subscription><ContractNumber>{contract}</ContractNumber><TenantNumber>T-{contract}</TenantNumber><TenantName>Test</TenantName><Product>{product}</Product></Subscription></Item>";

    public static string MailDomain(string name, string contract) =>
        $"<Item><Action>Provide</Action><Domain><Name>{name}</Name><ContractNumber>{contract}</ContractNumber></Domain></Item>";

    public static string Mailbox(string address, string contract, string quota = "<Quota><Unlimited/></Quota>") =>
        $"<Item><Action>Provide</Action><Mailbox><Address>{address}</Address><ContractNumber>{contract}</ContractNumber><Password><Clear>correct horse battery</Clear></Password><DisplayName>Test</DisplayName>{quota}</Mailbox></Item>";

    public static async Task<SoapAnswer> PostAsync(
        this HttpClient client, string envelope, string? action = Submit, string path = "/soap/orders", bool soap12 = false, Encoding? encoding = null, string? contentType = null)
    {
        encoding ??= new UTF8Encoding(false);
        var content = new ByteArrayContent([.. encoding.GetPreamble(), .. encoding.GetBytes(envelope)]);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType ?? (soap12
            ? $"application/soap+xml; charset={encoding.WebName}" + (action is null ? "" : $"; action=\"{action}\"")
            : $"text/xml; charset={encoding.WebName}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (!soap12 && action is not null)
            request.Headers.TryAddWithoutValidation("SOAPAction", $"\"{action}\"");
        return await SoapAnswer.OfAsync(await client.SendAsync(request));
    }
}

/// <summary>What came back.</summary>
internal sealed record SoapAnswer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, string? MediaType)
{
    public XDocument Document => XDocument.Parse(Text);

    public string CorrelationId => Headers.GetValues("X-Correlation-Id").Single();

    /// <summary>The fault's code without its prefix, in either version.</summary>
    public string FaultCode
    {
        get
        {
            var code = Document.Descendants("faultcode").SingleOrDefault() ?? Document.Descendants(XName.Get("Value", Envelopes.Env12)).First();
            return code.Value[(code.Value.IndexOf(':') + 1)..];
        }
    }

    public string FaultText => (Document.Descendants("faultstring").SingleOrDefault() ?? Document.Descendants(XName.Get("Text", Envelopes.Env12)).Single()).Value;

    public XElement? Detail(string fault) => Document.Descendants(XName.Get(fault, Envelopes.Common)).SingleOrDefault();

    public string? Value(string name) => Document.Descendants(XName.Get(name, Envelopes.Orders)).FirstOrDefault()?.Value;

    public IEnumerable<(string Path, string Code)> Findings => Document.Descendants(XName.Get("Finding", Envelopes.Common))
        .Select(finding => (finding.Element(XName.Get("Path", Envelopes.Common))!.Value, finding.Element(XName.Get("Code", Envelopes.Common))!.Value));

    public static async Task<SoapAnswer> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return new SoapAnswer(
                response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers.ContentType?.MediaType);
        }
    }
}
