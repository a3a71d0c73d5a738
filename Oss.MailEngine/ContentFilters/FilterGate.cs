using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Oss.MailEngine.ContentFilters;

/// <summary>
/// One filter, and what it may cost: so many messages at one time, so much time for each. One that failed is asked again for the next message: to leave it alone for a while would let
/// whoever can make it fail, by a message that it chokes on, send others past it.
/// </summary>
internal sealed partial class FilterGate(ContentFilterHook hook, IContentFilter filter, TimeProvider time, ILogger log) : IDisposable
{
    private readonly SemaphoreSlim _places = new(hook.MaxConcurrent, hook.MaxConcurrent);
    private readonly Lock _state = new();
    private bool _isDown;

    public ContentFilterHook Hook => hook;

    public bool LooksForSpam => filter.LooksForSpam;

    public async Task<FilterVerdict> ScanAsync(ScannedMessage message, CancellationToken cancellationToken)
    {
        if (filter.LooksForSpam && message.User is not null)
            return new FilterVerdict.NotAsked("sent by a user");
        if (message.Length > hook.MaxBytes)
            return new FilterVerdict.NotAsked("too large");

        var verdict = await AskAsync(filter.ScanAsync, message, cancellationToken);
        Note((verdict as FilterVerdict.Down)?.Why);
        return verdict;
    }

    /// <summary>Asks whether it answers.</summary>
    /// <returns>Why it does not; <see langword="null"/> when it does.</returns>
    public async Task<string?> PingAsync(CancellationToken cancellationToken)
    {
        var verdict = await AskAsync(
            async (_, token) =>
            {
                await filter.PingAsync(token);
                return new FilterVerdict.Clean();
            },
            null!, cancellationToken);
        return (verdict as FilterVerdict.Down)?.Why;
    }

    public void Dispose()
    {
        _places.Dispose();
        (filter as IDisposable)?.Dispose();
    }

    private async Task<FilterVerdict> AskAsync(Func<ScannedMessage, CancellationToken, Task<FilterVerdict>> ask, ScannedMessage message, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(hook.Patience, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var isIn = false;
        try
        {
            await _places.WaitAsync(ending.Token);
            isIn = true;
            return await ask(message, ending.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new FilterVerdict.Down($"no answer within {hook.Patience.TotalSeconds:0} seconds");
        }
        catch (Exception e) when (e is IOException or SocketException or HttpRequestException)
        {
            return new FilterVerdict.Down(e.Message);
        }
        finally
        {
            if (isIn)
                _places.Release();
        }
    }

    private void Note(string? error)
    {
        lock (_state)
        {
            if (error is null && _isDown)
                Up(log, hook.Kind, hook.Address);
            if (error is not null && !_isDown)
                IsDown(log, hook.Kind, hook.Address, error);
            _isDown = error is not null;
        }
    }

    [LoggerMessage(2111, LogLevel.Error, "The content filter {Kind} at {Address} is down: {Why}")]
    private static partial void IsDown(ILogger log, ContentFilterKind kind, string address, string why);

    [LoggerMessage(2112, LogLevel.Information, "The content filter {Kind} at {Address} answers again.")]
    private static partial void Up(ILogger log, ContentFilterKind kind, string address);
}
