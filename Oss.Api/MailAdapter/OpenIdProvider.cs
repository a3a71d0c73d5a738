using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Oss.Api.MailAdapter;

/// <summary>
/// The provider's discovery document and keys. They are read when they are first needed, again after some hours, and at once when a token names a key that is not known: a key may be rotated in at any
/// moment, and the login that brings it must not fail. That is done once a minute at most, whoever sends what. A provider that is away is asked again later; until then what is known holds.
/// </summary>
internal sealed class OpenIdProvider(Uri discovery, HttpClient http, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(6);
    private static readonly TimeSpan LeastPause = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly HttpDocumentRetriever _documents = new(http) { RequireHttps = !discovery.IsLoopback };
    private volatile Known? _known;
    private long? _lookedForKeys;

    /// <summary>What is known of it.</summary>
    /// <exception cref="InvalidOperationException">It was never reached, and is not now.</exception>
    public async Task<OpenIdConnectConfiguration> GetAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && time.GetElapsedTime(known.Since) < Fresh)
            return known.Configuration;

        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_known is not { } old || time.GetElapsedTime(old.Since) >= Fresh)
                await ReadAsync(cancellationToken);
        }
        catch (Exception e) when (_known is { } stale && e is InvalidOperationException or IOException or HttpRequestException)
        {
            _known = _known! with { Since = time.GetTimestamp() - (long)((Fresh - LeastPause).TotalSeconds * time.TimestampFrequency) };
        }
        finally
        {
            _reading.Release();
        }

        return _known!.Configuration;
    }

    /// <summary>What is known after a look for new keys, unless somebody looked within the last minute.</summary>
    /// <exception cref="InvalidOperationException">It cannot be reached.</exception>
    public async Task<OpenIdConnectConfiguration> LookForKeysAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_lookedForKeys is not { } last || time.GetElapsedTime(last) >= LeastPause)
            {
                _lookedForKeys = time.GetTimestamp();
                await ReadAsync(cancellationToken);
            }
        }
        finally
        {
            _reading.Release();
        }

        return await GetAsync(cancellationToken);
    }

    public void Dispose() => _reading.Dispose();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _known = new Known(await OpenIdConnectConfigurationRetriever.GetAsync(discovery.AbsoluteUri, _documents, cancellationToken), time.GetTimestamp());
        }
        catch (IOException e)
        {
            throw new InvalidOperationException("The OpenID provider cannot be reached.", e);
        }
    }

    private sealed record Known(OpenIdConnectConfiguration Configuration, long Since);
}
