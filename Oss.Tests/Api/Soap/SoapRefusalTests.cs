using System.Diagnostics;
using System.Net;
using System.Text;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Soap;

/// <summary>Each attack and each mistake: the right answer, soon, and a host that goes on serving.</summary>
public sealed class SoapRefusalTests(ApiHost host)
{
    public static TheoryData<string, string> Malformed => new()
    {
        { "DTD", $"<!DOCTYPE x [<!ENTITY e \"boom\">]>{Envelope("<a>&e;</a>")}" },
        { "external entity", $"<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>{Envelope("<a>&e;</a>")}" },
        { "billion laughs", $"<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"{Repeat("&a;", 10)}\"><!ENTITY c \"{Repeat("&b;", 10)}\">]>{Envelope("<a>&c;</a>")}" },
        { "100,000 deep", Envelope(Repeat("<a>", 100_000) + Repeat("</a>", 100_000)) },
        { "100,000 deep in a header", Envelope("<a/>", Env11, Repeat("<a>", 100_000) + Repeat("</a>", 100_000)) },
        { "many attributes", Envelope($"<a {string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}=\"\" "))}/>") },
        { "many names", Envelope(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"<n{i}/>"))) },
        { "one long text", Envelope($"<SubmitOrder xmlns=\"{Orders}\">{Repeat("x", 3_000_000)}</SubmitOrder>") },
        { "large headers", Envelope("<a/>", Env11, string.Concat(Enumerable.Range(0, 50_000).Select(i => "<h/>"))) },
        { "truncated in the body", Envelope(SubmitOrder("1", Subscription("K")))[..300] },
        { "truncated after the body", $"<s:Envelope xmlns:s=\"{Env11}\"><s:Body>{SubmitOrder("1", Subscription("K"))}</s:Body>" },
        { "two elements in the body", Envelope(SubmitOrder("1", Subscription("K")) + SubmitOrder("2", Subscription("L"))) },
        { "two bodies", $"<s:Envelope xmlns:s=\"{Env11}\"><s:Body>{SubmitOrder("1", Subscription("K"))}</s:Body><s:Body>{SubmitOrder("1", Subscription("K"))}</s:Body></s:Envelope>" },
        { "no body", $"<s:Envelope xmlns:s=\"{Env11}\"/>" },
        { "an empty body", Envelope("") },
        { "text as body", Envelope("hello") },
        { "no envelope", SubmitOrder("1", Subscription("K")) },
        { "no XML", "{\"order\": 1}" },
        { "nothing", "" },
        { "a second root", Envelope(SubmitOrder("1", Subscription("K"))) + "<x/>" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_request_is_the_senders_fault_and_harms_nobody(string what, string request)
    {
        using var client = host.Authenticated();
        var clock = Stopwatch.StartNew();

        var answer = await client.PostAsync(request);

        answer.Status.ShouldBe(HttpStatusCode.InternalServerError, what);
        answer.FaultCode.ShouldBe("Client");
        answer.FaultText.ShouldContain(answer.CorrelationId);
        answer.Text.ShouldNotContain("   at ");
        answer.Text.ShouldNotContain("root:");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        await StillServesAsync(client);
    }

    [Theory]
    [InlineData(50_000_000, false)]
    [InlineData(5_000_000, true)]
    public async Task A_body_that_is_too_large_is_413_announced_or_streamed(int octets, bool streamed)
    {
        using var client = host.Authenticated();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/soap/orders") { Content = new Zeros(octets, streamed) };
        request.Headers.ExpectContinue = true;
        request.Headers.TransferEncodingChunked = streamed;

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.Content.ReadAsStringAsync()).ShouldContain("octets");
        await StillServesAsync(client);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("text/xml; charset=iso-8859-1")]
    [InlineData("text/xml; charset=utf-7")]
    [InlineData("multipart/related")]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task Another_content_type_is_415(string contentType)
    {
        using var client = host.Authenticated();

        var answer = await client.PostAsync(Envelope(SubmitOrder("1", Subscription("K"))), contentType: contentType);

        answer.Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        answer.Text.ShouldContain("text/xml (SOAP 1.1) or application/soap+xml (SOAP 1.2)");
    }

    [Fact]
    public async Task Who_tries_by_hand_is_told_what_to_do()
    {
        using var client = host.Authenticated();
        using var stranger = host.Anonymous();
        foreach (var (who, method, path, status, says) in new[]
        {
            (client, HttpMethod.Get, "/soap/orders", HttpStatusCode.MethodNotAllowed, "/soap/orders?singleWsdl"), (client, HttpMethod.Put, "/soap/catalog", HttpStatusCode.MethodNotAllowed, "it takes POST"),
            (client, HttpMethod.Get, "/soap/order", HttpStatusCode.NotFound, "/soap/orders, /soap/configuration"), (client, HttpMethod.Get, "/soap/orders?xsd=nothing", HttpStatusCode.NotFound, "/soap/orders?wsdl"),
            (stranger, HttpMethod.Get, "/soap/orders", HttpStatusCode.Unauthorized, "/soap/orders/wss"), (stranger, HttpMethod.Get, "/soap/nothing", HttpStatusCode.Unauthorized, "API credentials"),
            (client, HttpMethod.Post, "/soap/orders", HttpStatusCode.UnsupportedMediaType, "Content-Type"),
        })
        {
            using var request = new HttpRequestMessage(method, path);
            using var answer = await who.SendAsync(request);
            answer.StatusCode.ShouldBe(status, path);
            (await answer.Content.ReadAsStringAsync()).ShouldContain(says);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        }
    }

    [Fact]
    public async Task Octets_that_are_not_the_charset_are_refused()
    {
        using var client = host.Authenticated();

        var answer = await client.PostAsync(
            Envelope(SubmitOrder("Müller", Subscription("K"))), encoding: Encoding.Latin1, contentType: "text/xml; charset=utf-8");

        answer.FaultCode.ShouldBe("Client");
    }

    [Theory]
    [InlineData(false, HttpStatusCode.InternalServerError, "Client")]
    [InlineData(true, HttpStatusCode.BadRequest, "Sender")]
    public async Task An_unknown_action_is_not_supported(bool soap12, HttpStatusCode status, string code)
    {
        using var client = host.Authenticated();
        var envelope = Envelope(SubmitOrder("1", Subscription("K")), soap12 ? Env12 : Env11);

        foreach (var action in (string[])[Orders + "/DeleteEverything", Submit + "X", "SubmitOrder", Submit.ToUpperInvariant()])
        {
            var answer = await client.PostAsync(envelope, action, soap12: soap12);

            answer.Status.ShouldBe(status);
            answer.FaultCode.ShouldBe(code);
            answer.FaultText.ShouldStartWith("The action is not supported.");
        }
    }

    [Fact]
    public async Task Action_and_body_that_disagree_are_refused()
    {
        using var client = host.Authenticated();
        var number = Unique();

        var answer = await client.PostAsync(Envelope(SubmitOrder(number, Subscription(number))), Orders + "/CheckOrder");

        answer.FaultCode.ShouldBe("Client");
        answer.FaultText.ShouldContain("the body is not");
    }

    [Fact]
    public async Task A_body_that_is_no_operation_is_refused()
    {
        using var client = host.Authenticated();

        (await client.PostAsync(Envelope("<DeleteEverything xmlns=\"urn:x\"/>"), "")).FaultCode.ShouldBe("Client");
        (await client.PostAsync(Envelope("<SubmitOrder xmlns=\"urn:x\"/>"), "")).FaultCode.ShouldBe("Client");
    }

    [Theory]
    [InlineData(Env11, "mustUnderstand=\"1\"", true)]
    [InlineData(Env11, "mustUnderstand=\"1\" s:actor=\"http://schemas.xmlsoap.org/soap/actor/next\"", true)]
    [InlineData(Env11, "mustUnderstand=\"1\" s:actor=\"urn:somebody-else\"", false)]
    [InlineData(Env11, "mustUnderstand=\"0\"", false)]
    [InlineData(Env12, "mustUnderstand=\"true\"", true)]
    [InlineData(Env12, "mustUnderstand=\"true\" s:role=\"http://www.w3.org/2003/05/soap-envelope/role/none\"", false)]
    public async Task An_unknown_header_that_must_be_understood_stops_the_request(string envelope, string attributes, bool refused)
    {
        using var client = host.Authenticated();
        var contract = Unique("K");
        var header = $"<t:Transaction xmlns:t=\"urn:t\" s:{attributes}>5</t:Transaction>";

        var answer = await client.PostAsync(Envelope(SubmitOrder(contract, Subscription(contract)), envelope, header), soap12: envelope == Env12);

        if (refused)
            answer.FaultCode.ShouldBe("MustUnderstand");
        answer.Status.ShouldBe(refused ? HttpStatusCode.InternalServerError : HttpStatusCode.OK, answer.Text);
    }

    [Theory]
    [InlineData(Env12, false)]
    [InlineData(Env11, true)]
    [InlineData("urn:soap:next", false)]
    public async Task An_envelope_of_another_version_is_a_version_mismatch(string envelope, bool soap12)
    {
        using var client = host.Authenticated();

        var answer = await client.PostAsync(Envelope(SubmitOrder("1", Subscription("K")), envelope), soap12: soap12);

        answer.FaultCode.ShouldBe("VersionMismatch");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    public async Task Nothing_but_post_runs_anything(string method)
    {
        using var client = host.Authenticated();
        using var stranger = host.Anonymous();

        foreach (var path in (string[])["/soap/orders", "/soap/orders?op=SubmitOrder", "/soap/orders/wss", "/soap/orders/wss?wsdl"])
        {
            using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed, path);
            answer.Content.Headers.Allow.ShouldBe(["POST"]);
        }

        using var refused = await stranger.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/soap/orders"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/soap/orders")]
    [InlineData("/soap/orders/")]
    [InlineData("/soap/orders/SubmitOrder?ExternalId=1")]
    [InlineData("/soap/orders/wss/x")]
    [InlineData("/soap/")]
    [InlineData("/soap/x/DeleteCustomer?login=a")]
    public async Task Nothing_below_soap_answers_a_stranger(string path)
    {
        using var client = host.Anonymous();

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post, HttpMethod.Put])
        {
            using var answer = await client.SendAsync(new HttpRequestMessage(method, path));
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            answer.Headers.WwwAuthenticate.First().ToString().ShouldBe("Basic realm=\"OSS\", charset=\"UTF-8\"");
        }
    }

    [Fact]
    public async Task A_stranger_is_refused_before_the_body_is_read()
    {
        using var client = host.Anonymous();
        var body = new Zeros(1_000_000, streamed: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/soap/orders") { Content = body };
        request.Headers.ExpectContinue = true;

        using var answer = await client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        body.WasAskedFor.ShouldBeFalse();
    }

    [Fact]
    public async Task A_request_of_only_mistakes_makes_a_short_reply()
    {
        using var client = host.Authenticated();

        var answer = await client.PostAsync(Envelope(SubmitOrder(Unique(), Repeat("<Item><Action>x</Action></Item>", 5000))));

        answer.Findings.Count().ShouldBe(100);
    }

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static async Task StillServesAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/soap/orders?wsdl");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private sealed class Zeros : HttpContent
    {
        private readonly long _length;
        private readonly bool _streamed;

        public Zeros(long length, bool streamed)
        {
            (_length, _streamed) = (length, streamed);
            Headers.TryAddWithoutValidation("Content-Type", "text/xml; charset=utf-8");
        }

        public bool WasAskedFor { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            WasAskedFor = true;
            var block = new byte[64 * 1024];
            for (var left = _length; left > 0; left -= block.Length)
                await stream.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return !_streamed;
        }
    }
}
