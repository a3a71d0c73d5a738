using Oss.MailEngine.Queue;
using Oss.MailEngine.Smtp.Client;
using Oss.MailEngine.TransportSecurity.Reports;

namespace Oss.MailEngine.TransportSecurity;

/// <summary>Opens connections to other servers that are protected as is asked of them, and counts how it came out.</summary>
internal sealed class TlsGate(MailEngineOptions options, TlsDemands demands, ServerCertificateCheck certificates, TlsSessions sessions, TimeProvider time)
{
    /// <summary>The policy of a hop, asked for once for all its servers.</summary>
    public async Task<MtaStsFinding> PolicyOfAsync(NextHop hop, CancellationToken cancellationToken)
    {
        var finding = await demands.PolicyOfAsync(hop, cancellationToken);
        // A domain that says it has a policy wants to hear that nobody can read it.
        if (finding.Fault is { } fault)
            sessions.Count(hop.Domain, ReportedPolicy.Sts(hop.Domain, finding.Policy), fault, null, null);
        return finding;
    }

    /// <summary>Opens a connection to one server of a hop.</summary>
    public async Task<SmtpOpening> OpenAsync(NextHop hop, HopAddress address, MtaStsFinding policy, CancellationToken cancellationToken)
    {
        var demand = await demands.OfAsync(hop, address, policy, cancellationToken);
        if (demand.Refusal is { } refusal)
        {
            Count(hop, demand, demand.Fault, address, null);
            return new SmtpOpening(null, refusal, demand.Fault);
        }

        var sources = DomainTable.Find(options.Outbound.Sources, hop.Transport?.Host.ToLowerInvariant() ?? hop.Domain) ?? options.Outbound.SourceAddresses;
        var source = sources.FirstOrDefault(a => a.AddressFamily == address.EndPoint.AddressFamily);
        var opening = await SmtpClientConnection.OpenAsync(new SmtpClientSettings(options.HostName, source, certificates, time) { Login = LoginOf(hop) }, address, hop.IsLmtp, demand, cancellationToken);
        // A server that nobody reached says nothing about TLS (RFC 8460 4.3).
        if (opening.Connection is not null || opening.Fault is not null)
            Count(hop, demand, demand.Fault ?? opening.Fault, address, opening);
        return opening;
    }

    private SmartHostLogin? LoginOf(NextHop hop) => hop.Transport is { RequireTls: true } transport && transport == options.Outbound.SmartHost ? options.Outbound.SmartHostLogin : null;

    private void Count(NextHop hop, TlsDemand demand, TlsFault? fault, HopAddress address, SmtpOpening? opening)
    {
        if (demand.Policy is { } policy)
            sessions.Count(hop.Domain, policy, fault, address, opening?.Source);
    }
}
