using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Oss.MailEngine.Policy.Checks;

/// <summary>
/// <c>policy-server HOST:PORT [else go-on]</c>: an external server is asked by Postfix's policy delegation protocol. With the effect <c>as-told</c> its action is ours; while it is away the client is told to
/// try again, or with <c>else go-on</c> nothing.
/// </summary>
internal sealed class PolicyServerCheck(string host, int port, bool goesOn) : IPolicyCheck
{
    /// <summary>Connections kept for the next question.</summary>
    private const int Kept = 10;

    private const int MaxAnswer = 16 * 1024;

    public static readonly PolicyWord Row = new("policy-server", PolicyStage.Connect, Read);

    private readonly ConcurrentBag<TcpClient> _idle = [];

    public async ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(PolicyLimits.ServerPatience, facts.Services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var request = Encoding.UTF8.GetBytes(Request(facts));
        // A connection that was kept may have been closed meanwhile; then a new one is tried, once.
        for (var isFresh = false; ; isFresh = true)
        {
            try
            {
                return Hit(await AskAsync(request, isFresh, either.Token));
            }
            catch (Exception e) when (e is IOException or SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                if (isFresh || deadline.IsCancellationRequested)
                    return goesOn ? null : new PolicyHit("3.5", "The policy server is out of reach; try again") { Effect = new PolicyEffect(PolicyAction.Defer) };
            }
        }
    }

    /// <summary>What an action of an access table means here (access(5)); <see langword="null"/> for DUNNO and for what only Postfix can do.</summary>
    public static PolicyHit? Hit(string action)
    {
        var (word, rest) = action.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space ? (action[..space], action[(space + 1)..].Trim()) : (action, "");
        PolicyAction? effect = word.ToUpperInvariant() switch
        {
            "OK" or "PERMIT" => PolicyAction.Permit,
            "REJECT" => PolicyAction.Refuse,
            "DEFER" => PolicyAction.Defer,
            "DEFER_IF_PERMIT" => PolicyAction.DeferIfPermit,
            "DEFER_IF_REJECT" => PolicyAction.DeferIfRefuse,
            "HOLD" => PolicyAction.Quarantine,
            "WARN" => PolicyAction.Warn,
            "421" => PolicyAction.Disconnect,
            [>= '0' and <= '9', ..] when word.All(char.IsAsciiDigit) => word is ['4', _, _] ? PolicyAction.Defer : word is ['5', _, _] ? PolicyAction.Refuse : PolicyAction.Permit,
            _ => null,
        };
        if (effect is not { } known)
            return null;

        // An enhanced status code of its own: 5.7.1 and so on.
        var code = rest.Split(' ', 2)[0].Split('.');
        var isCode = code is [("4" or "5"), var subject, var detail] && subject.Length is > 0 and <= 3 && detail.Length is > 0 and <= 3 && subject.All(char.IsAsciiDigit) && detail.All(char.IsAsciiDigit);
        var text = isCode ? rest[(rest.Split(' ', 2)[0].Length)..].Trim() : rest;
        return new PolicyHit(isCode ? $"{code[1]}.{code[2]}" : "7.1", text.Length > 0 ? text : "Refused by this server's rules") { Effect = new PolicyEffect(known) };
    }

    private async Task<string> AskAsync(byte[] request, bool isFresh, CancellationToken cancellationToken)
    {
        var client = !isFresh && _idle.TryTake(out var idle) ? idle : null;
        try
        {
            if (client is null)
            {
                client = new TcpClient();
                await client.ConnectAsync(host, port, cancellationToken);
            }

            var stream = client.GetStream();
            await stream.WriteAsync(request, cancellationToken);
            var answer = new byte[MaxAnswer];
            for (var length = 0; length < answer.Length;)
            {
                var read = await stream.ReadAsync(answer.AsMemory(length), cancellationToken);
                if (read == 0)
                    throw new IOException("The policy server hung up.");
                length += read;
                if (answer.AsSpan(0, length).EndsWith("\n\n"u8))
                {
                    var action = Encoding.UTF8.GetString(answer, 0, length).Split('\n').FirstOrDefault(l => l.StartsWith("action=", StringComparison.Ordinal));
                    if (_idle.Count < Kept)
                    {
                        _idle.Add(client);
                        client = null;
                    }

                    return action is null ? throw new IOException("The policy server said nothing.") : action[7..];
                }
            }

            throw new IOException("The policy server said too much.");
        }
        finally
        {
            client?.Dispose();
        }
    }

    private static string Request(PolicyFacts facts)
    {
        var text = new StringBuilder("request=smtpd_access_policy\n");
        Add("protocol_state", facts.Stage switch { PolicyStage.Connect => "CONNECT", PolicyStage.Helo => "EHLO", PolicyStage.Mail => "MAIL", PolicyStage.Rcpt => "RCPT", _ => "END-OF-MESSAGE" });
        Add("protocol_name", "ESMTP");
        Add("client_address", facts.Client?.ToString() ?? "");
        Add("client_name", "unknown");
        Add("reverse_client_name", "unknown");
        Add("helo_name", facts.Helo);
        Add("sender", facts.Sender);
        Add("recipient", facts.Recipient);
        Add("recipient_count", facts.Stage == PolicyStage.Data ? facts.Recipients.ToString(CultureInfo.InvariantCulture) : "0");
        Add("queue_id", "");
        Add("instance", facts.Instance);
        Add("size", facts.Size.ToString(CultureInfo.InvariantCulture));
        Add("sasl_username", facts.Account ?? "");
        Add("sasl_method", facts.Account is null ? "" : "PLAIN");
        Add("encryption_protocol", facts.IsEncrypted ? "TLSv1.3" : "");
        return text.Append('\n').ToString();

        // A value must not end its line.
        void Add(string name, string value) => text.Append(name).Append('=').Append([.. value.Where(c => !char.IsControl(c))]).Append('\n');
    }

    private static PolicyServerCheck Read(List<string> words)
    {
        var goesOn = words is [_, "else", "go-on"];
        if ((words.Count == 1 || goesOn) && words[0].LastIndexOf(':') is > 0 and var colon && ushort.TryParse(words[0].AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0)
            return new PolicyServerCheck(words[0][..colon].Trim('[', ']'), port, goesOn);
        throw new FormatException("it reads like 'policy-server 127.0.0.1:10040', perhaps with 'else go-on'");
    }
}
