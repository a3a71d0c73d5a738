using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MimeKit;

namespace Oss.MailEngine.TransportSecurity.Reports;

/// <summary>One domain's report of one day (RFC 8460 4), made the same whenever it is made, so that whoever gets it twice can tell by its id.</summary>
/// <param name="Organization">Who reports.</param>
/// <param name="From">The address that reports, for questions.</param>
/// <param name="Domain">The domain that is told.</param>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Counts">What was counted.</param>
internal sealed record TlsReport(string Organization, string From, string Domain, DateOnly Day, TlsDomainDay Counts)
{
    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The domain that reports.</summary>
    public string Submitter => From[(From.LastIndexOf('@') + 1)..];

    /// <summary>Its id.</summary>
    public string Id => $"{Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Day:O} {Domain} {From}")).AsSpan(0, 8))}@{Submitter}";

    private long Start => new DateTimeOffset(Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();

    /// <summary>The report, compressed.</summary>
    public byte[] ToGzip()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(ToJson());
        return compressed.ToArray();
    }

    /// <summary>The report.</summary>
    public byte[] ToJson()
    {
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets, Written))
        {
            var day = Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            json.WriteStartObject();
            json.WriteString("organization-name", Organization);
            json.WriteStartObject("date-range");
            json.WriteString("start-datetime", $"{day}T00:00:00Z");
            json.WriteString("end-datetime", $"{day}T23:59:59Z");
            json.WriteEndObject();
            json.WriteString("contact-info", From);
            json.WriteString("report-id", Id);
            json.WriteStartArray("policies");
            foreach (var count in Counts.Policies)
                Write(json, count);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return octets.ToArray();
    }

    /// <summary>The report as a message (RFC 8460 5.3).</summary>
    public MimeMessage ToMessage(string recipient, DateTimeOffset now)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Submitter}!{Domain}!{Start}!{Start + 86399}!001.json.gz");
        var attached = new MimePart("application", "tlsrpt+gzip")
        {
            Content = new MimeContent(new MemoryStream(ToGzip())), ContentTransferEncoding = ContentEncoding.Base64, FileName = name, ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = name },
        };
        var report = new Multipart("report") { new TextPart("plain") { Text = $"How mail from {Submitter} to {Domain} was protected by TLS on {Day:yyyy-MM-dd} (UTC): a report as in RFC 8460 is attached.\r\n" }, attached };
        report.ContentType.Parameters.Add("report-type", "tlsrpt");
        var message = new MimeMessage { Subject = $"Report Domain: {Domain} Submitter: {Submitter} Report-ID: <{Id}>", Date = now, MessageId = Id, Body = report };
        message.From.Add(new MailboxAddress(Organization, From));
        message.To.Add(new MailboxAddress("", recipient));
        message.Headers.Add("TLS-Report-Domain", Domain);
        message.Headers.Add("TLS-Report-Submitter", Submitter);
        message.Headers.Add("TLS-Required", "No");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private static void Write(Utf8JsonWriter json, TlsPolicyCount count)
    {
        json.WriteStartObject();
        json.WriteStartObject("policy");
        json.WriteString("policy-type", count.Policy.Type);
        WriteList(json, "policy-string", count.Policy.Text);
        json.WriteString("policy-domain", count.Policy.Domain);
        WriteList(json, "mx-host", count.Policy.Hosts);
        json.WriteEndObject();
        json.WriteStartObject("summary");
        json.WriteNumber("total-successful-session-count", count.Successes);
        json.WriteNumber("total-failure-session-count", count.Failures);
        json.WriteEndObject();
        if (count.Details.Count > 0)
        {
            json.WriteStartArray("failure-details");
            count.Details.ForEach(detail => Write(json, detail));
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TlsFailureCount failure)
    {
        json.WriteStartObject();
        json.WriteString("result-type", failure.Type);
        if (failure.Source is { } source)
            json.WriteString("sending-mta-ip", source);
        if (failure.Host is { } host)
            json.WriteString("receiving-mx-hostname", host);
        if (failure.Address is { } address)
            json.WriteString("receiving-ip", address);
        json.WriteNumber("failed-session-count", failure.Count);
        json.WriteString("failure-reason-code", failure.Text);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
