using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Oss.Api.Authentication;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.Authentication;

public sealed class RequestRatesTests
{
    [Fact]
    public void A_client_beyond_its_rate_waits_and_no_other_does()
    {
        var time = new FakeTimeProvider();
        var rates = new RequestRates(Options.Create(new ApiOptions { RequestsPerMinute = 2 }), time);
        HttpResponse Count(string client, int? wait = null)
        {
            var response = new DefaultHttpContext().Response;
            rates.Count(response, client).ShouldBe(wait);
            return response;
        }

        Count("crm").Headers["RateLimit"].ToString().ShouldBe("\"client\";r=1;t=60");
        time.Advance(TimeSpan.FromSeconds(20));
        Count("crm").Headers["RateLimit"].ToString().ShouldBe("\"client\";r=0;t=40");
        Count("crm", wait: 40).Headers["RateLimit"].ToString().ShouldBe("\"client\";r=0;t=40");
        Count("other").Headers["RateLimit-Policy"].ToString().ShouldBe("\"client\";q=2;w=60");
        time.Advance(TimeSpan.FromSeconds(40));
        Count("crm").Headers["RateLimit"].ToString().ShouldBe("\"client\";r=1;t=60");
    }
}
