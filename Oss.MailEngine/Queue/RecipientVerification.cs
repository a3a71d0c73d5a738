using System.Collections.Concurrent;
using Oss.MailEngine.Delivery;
using Oss.MailEngine.TransportSecurity;

namespace Oss.MailEngine.Queue;

/// <summary>
/// Asks the next server, while the sender waits, whether it takes mail for a recipient: a transaction from nobody that ends before there is a message. What it said is remembered for a while, so
/// that a list of recipients costs it one question each, and so that mail for those it knows is still taken while it is away.
/// </summary>
internal sealed class RecipientVerification(MailRouter router, TlsGate tls, TimeProvider time)
{
    /// <summary>A sender waits five minutes for the reply to RCPT (RFC 5321 4.5.3.2.3), and has others to ask for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Whom a server knows, it knows tomorrow; who was not there may have been made since.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromHours(1);

    private static readonly TimeSpan Unknown = TimeSpan.FromMinutes(5);

    /// <summary>After that, one who was known is asked for anew even though the server is away.</summary>
    private static readonly TimeSpan KnownWhileAway = TimeSpan.FromDays(14);

    /// <summary>Recipients remembered; whoever guesses at names makes others forgotten, and no more.</summary>
    private const int Remembered = 100_000;

    /// <summary>Questions at a time to one server: it is a customer's, and guesses at names must not become its load.</summary>
    private const int AtOnce = 5;

    private readonly ConcurrentDictionary<(NextHop Hop, string Address), Answer> _answers = new();
    private readonly ConcurrentDictionary<NextHop, int> _asking = new();

    /// <summary>Asks.</summary>
    /// <returns>The reply to give to the sender; <see langword="null"/> when the recipient is there.</returns>
    public async Task<string?> RefusalAsync(RelayTarget target, CancellationToken cancellationToken)
    {
        var hop = router.HopOf(target.Address, target.Transport, TlsWish.AsPublished);
        var key = (hop, target.Address.ToLowerInvariant());
        var remembered = _answers.GetValueOrDefault(key);
        if (remembered is not null && time.GetUtcNow() - remembered.At < (remembered.IsKnown ? Known : Unknown))
            return Refusal(remembered.IsKnown);

        if (await TryAskAsync(hop, target.Address, cancellationToken) is { } isKnown)
        {
            if (_answers.Count >= Remembered)
                _answers.Clear();
            _answers[key] = new Answer(isKnown, time.GetUtcNow());
            return Refusal(isKnown);
        }

        return remembered is { IsKnown: true } && time.GetUtcNow() - remembered.At < KnownWhileAway ? null : "450 4.4.3 Whether there is such a mailbox cannot be asked now; try again";
    }

    private static string? Refusal(bool isKnown) => isKnown ? null : "550 5.1.1 There is no such mailbox on the server that has this domain's";

    private async Task<bool?> TryAskAsync(NextHop hop, string address, CancellationToken cancellationToken)
    {
        if (_asking.AddOrUpdate(hop, 1, static (_, count) => count + 1) > AtOnce)
        {
            Done(hop);
            return null;
        }

        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await AskAsync(hop, address, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            Done(hop);
        }
    }

    private async Task<bool?> AskAsync(NextHop hop, string address, CancellationToken cancellationToken)
    {
        var found = await router.FindAsync(hop, cancellationToken);
        var policy = found.Addresses.Count > 0 ? await tls.PolicyOfAsync(hop, cancellationToken) : MtaStsFinding.None;
        foreach (var server in found.Addresses)
        {
            var (connection, _, _) = await tls.OpenAsync(hop, server, policy, cancellationToken);
            if (connection is null)
                continue;

            try
            {
                var reply = await connection.VerifyAsync(address, cancellationToken);
                // A server that is busy, or greylists, says nothing about who is there.
                return reply.IsPositive ? true : reply.IsPermanent ? false : null;
            }
            finally
            {
                await connection.QuitAsync();
            }
        }

        return null;
    }

    private void Done(NextHop hop)
    {
        if (_asking.AddOrUpdate(hop, 0, static (_, count) => count - 1) == 0)
            _asking.TryRemove(new KeyValuePair<NextHop, int>(hop, 0));
    }

    private sealed record Answer(bool IsKnown, DateTimeOffset At);
}
