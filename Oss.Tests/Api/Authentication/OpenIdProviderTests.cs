using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Oss.Api.Authentication;
using Oss.Api.Authentication.OpenId;
using Oss.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.Authentication;

/// <summary>Keys that change, a provider that is down, and one that says it is another.</summary>
public sealed class OpenIdProviderTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private LoopbackProvider? _loopback;
    private OpenIdProvider? _provider;

    [Fact]
    public async Task A_new_key_is_taken_up_at_once_and_a_flood_of_unknown_ones_asks_once()
    {
        var (loopback, provider) = await StartAsync();
        (await IsTakenAsync(provider, loopback.Token("crm"))).ShouldBeTrue();
        var old = loopback.Token("crm");

        _time.Advance(OpenIdProvider.SoonestAgain);
        loopback.Rotate();
        (await IsTakenAsync(provider, loopback.Token("crm"))).ShouldBeTrue("the token names a key that is asked for");
        (await IsTakenAsync(provider, old)).ShouldBeTrue("the former key is still the provider's");

        var asked = loopback.Asked;
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => IsTakenAsync(provider, loopback.Token("crm", header: new() { ["kid"] = $"made-up-{i}" }, sign: _ => new byte[256]))));
        loopback.Asked.ShouldBe(asked, "it was asked a moment ago");

        loopback.Rotate(forget: true);
        _time.Advance(OpenIdProvider.GoodFor + TimeSpan.FromSeconds(1));
        (await IsTakenAsync(provider, old)).ShouldBeFalse("a key that the provider has withdrawn is none");
    }

    [Fact]
    public async Task While_the_provider_is_down_its_keys_go_on_being_right_for_a_day()
    {
        var (loopback, provider) = await StartAsync();
        loopback.IsDown = true;
        await Should.ThrowAsync<DomainException>(() => IsTakenAsync(provider, loopback.Token("crm")));
        loopback.IsDown = false;
        await Should.ThrowAsync<DomainException>(() => IsTakenAsync(provider, loopback.Token("crm")));
        _time.Advance(OpenIdProvider.SoonestAgain);
        (await IsTakenAsync(provider, loopback.Token("crm"))).ShouldBeTrue();

        loopback.IsDown = true;
        _time.Advance(OpenIdProvider.GoodFor * 2);
        (await IsTakenAsync(provider, Lasting(loopback))).ShouldBeTrue();
        _time.Advance(OpenIdProvider.KeptWhileDown);
        (await Should.ThrowAsync<DomainException>(() => IsTakenAsync(provider, Lasting(loopback)))).Error.ShouldBeOfType<DomainError.Unavailable>();
    }

    [Fact]
    public async Task A_discovery_document_of_another_issuer_is_not_believed()
    {
        var (loopback, provider) = await StartAsync();
        loopback.OtherIssuer = "https://evil.example";
        await Should.ThrowAsync<DomainException>(() => IsTakenAsync(provider, loopback.Token("crm", new() { ["iss"] = "https://evil.example" })));
    }

    [Theory]
    [InlineData("https://login.example", "oss", "sub", true)]
    [InlineData("http://127.0.0.1:8080/realms/oss", "oss", "client_id", true)]
    [InlineData("http://login.example", "oss", "sub", false)]
    [InlineData("https://user@login.example", "oss", "sub", false)]
    [InlineData("login.example", "oss", "sub", false)]
    [InlineData("https://login.example", "", "sub", false)]
    [InlineData("https://login.example", "oss", "", false)]
    public void A_setting_that_would_let_strangers_in_is_told_at_the_start(string authority, string audience, string claim, bool right) => new ApiOpenIdValidation()
        .Validate(null, new ApiOptions { OpenId = new ApiOpenIdOptions { Authority = authority, Audience = audience, ClientClaim = claim } }).Succeeded.ShouldBe(right);

    public async ValueTask DisposeAsync()
    {
        _provider?.Dispose();
        if (_loopback is not null)
            await _loopback.DisposeAsync();
    }

    private static async Task<bool> IsTakenAsync(OpenIdProvider provider, string token) => (await provider.ReadAsync(token, LoopbackProvider.Audience, CancellationToken.None)).Token is not null;

    private string Lasting(LoopbackProvider loopback) => loopback.Token("crm", new() { ["exp"] = (_time.GetUtcNow() + TimeSpan.FromMinutes(5)).ToUnixTimeSeconds() });

    private async Task<(LoopbackProvider Loopback, OpenIdProvider Provider)> StartAsync()
    {
        _loopback = await LoopbackProvider.StartAsync();
        return (_loopback, _provider = new OpenIdProvider(_loopback.Issuer, _time, NullLogger.Instance));
    }
}
