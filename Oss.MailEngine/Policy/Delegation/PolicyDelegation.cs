using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Connections;

namespace Oss.MailEngine.Policy.Delegation;

/// <summary>
/// The same policy for a Postfix in front: its policy delegation protocol (SMTPD_POLICY_README), any number of requests on one connection. Each request brings all that is known of the client, so all stages up to
/// the one it is about are asked; those of one message (<c>instance</c>) are asked once, else a client would be counted once for each of its recipients.
/// </summary>
internal sealed partial class PolicyDelegation(MailConnection connection, MailPolicy policy) : IDisposable
{
    private PolicySession? _session;
    private bool _isConnectAsked;
    private bool _isMailAsked;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await PolicyRequest.ReadAsync(connection, PolicyLimits.DelegationIdle, cancellationToken) is { } request)
            {
                if (request["request"] != "smtpd_access_policy")
                    throw new InvalidDataException("A policy request asks for smtpd_access_policy.");
                connection.Output.Write(Encoding.UTF8.GetBytes($"action={await AnswerAsync(request, cancellationToken)}\n\n"));
                await connection.FlushAsync(cancellationToken);
            }
        }
        catch (InvalidDataException e)
        {
            // No answer: Postfix tells its client to try again, and says in its log that this server did not answer.
            Malformed(policy.Log, connection.Id, e.Message);
        }
    }

    public void Dispose() => _session?.Dispose();

    private async Task<string> AnswerAsync(PolicyRequest request, CancellationToken cancellationToken)
    {
        var state = request["protocol_state"].ToUpperInvariant();
        if (state is "VRFY" or "ETRN")
            return "DUNNO";

        var session = SessionOf(request);
        string? ending = null;
        if (!_isConnectAsked)
            ending = await session.ConnectAsync(cancellationToken);
        _isConnectAsked = true;
        if (ending is null && state != "CONNECT" && session.Facts.Helo != request["helo_name"])
            ending = await session.HeloAsync(request["helo_name"], cancellationToken);
        if (ending is null && state is not ("CONNECT" or "HELO" or "EHLO") && !_isMailAsked)
        {
            ending = await session.MailAsync(request["sender"], request.Size, request["instance"], cancellationToken);
            _isMailAsked = true;
        }

        if (ending is not null)
            return ending;
        var finding = state switch
        {
            "RCPT" => await session.RcptAsync(request["recipient"], cancellationToken),
            "DATA" or "END-OF-MESSAGE" => await session.DataAsync(request.Size, cancellationToken),
            _ => session.Pending,
        };
        return Action(finding, session);
    }

    // Postfix keeps its own later refusals before a greylisting of ours when it is told in this way.
    private static string Action(PolicyFinding? finding, PolicySession session) => finding switch
    {
        { Effect.Action: PolicyAction.Defer } => $"DEFER_IF_PERMIT {finding.Reply[4..]}",
        not null => finding.Reply,
        null when session.Quarantine is { } quarantine => $"HOLD {quarantine.Rule}",
        // Whoever delivers behind that Postfix has rules that look for it.
        null when session.Junk is not null => "PREPEND X-Spam-Flag: YES",
        _ => "DUNNO",
    };

    private PolicySession SessionOf(PolicyRequest request)
    {
        var instance = request["instance"];
        if (_session is { } known && instance.Length > 0 && known.Facts.Instance == instance && Equals(known.Facts.Client, request.Client))
            return known;

        _session?.Dispose();
        (_isConnectAsked, _isMailAsked) = (false, false);
        _session = policy.Begin(connection.Id, request.Client, null);
        var account = request["sasl_username"];
        (_session.Facts.Account, _session.Facts.Instance) = (account.Length > 0 ? account : null, instance);
        (_session.Facts.IsEncrypted, _session.IsSubmission) = (request["encryption_protocol"].Length > 0, account.Length > 0);
        return _session;
    }

    [LoggerMessage(2403, LogLevel.Warning, "{ConnectionId}: a policy request cannot be read: {Problem}")]
    private static partial void Malformed(ILogger log, string connectionId, string problem);
}
