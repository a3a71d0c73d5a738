using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.Authentication;

/// <summary>Signing in over a real port. Each test comes from a loopback address of its own, for what counts is counted per address.</summary>
public sealed class SignInTests(ApiHost host)
{
    [Theory]
    [InlineData("/api/v1/mailboxes")]
    [InlineData("/soap/orders")]
    public async Task The_first_wrong_secret_is_401_and_so_is_the_hundredth_of_the_same(string path)
    {
        using var client = From("127.0.1.1");

        for (var i = 0; i < 100; i++)
            (await StatusAsync(client, path, ApiHost.Client, "stale")).ShouldBe(HttpStatusCode.Unauthorized);

        (await StatusAsync(client, path, ApiHost.Client, ApiHost.Secret)).ShouldNotBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Guessing_ends_in_429_with_the_time_to_wait_and_who_signed_in_before_still_may()
    {
        using var client = From("127.0.1.2");
        await StatusAsync(client, "/api/v1/mailboxes", ApiHost.Client, ApiHost.Secret);

        for (var i = 0; i < 10; i++)
            (await StatusAsync(client, "/api/v1/mailboxes", ApiHost.Client, $"guess {i}")).ShouldBe(HttpStatusCode.Unauthorized);
        using var request = Request("/api/v1/mailboxes", ApiHost.Client, "guess 11");
        using var refused = await client.SendAsync(request);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        (await StatusAsync(client, "/api/v1/mailboxes", ApiHost.Client, ApiHost.Secret)).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, string name, string secret)
    {
        using var request = Request(path, name, secret);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static HttpRequestMessage Request(string path, string name, string secret)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret}")));
        return request;
    }

    private HttpClient From(string address) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = host.Root,
    };
}
