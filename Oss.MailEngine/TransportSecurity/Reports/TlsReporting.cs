using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using MimeKit;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Lookups;
using Oss.MailEngine.Policy.Authentication;
using Oss.MailEngine.Queue;
using Oss.MailEngine.Smtp.Client;

namespace Oss.MailEngine.TransportSecurity.Reports;

/// <summary>
/// Tells domains each day how TLS with their servers came out, where they ask for it (RFC 8460): a TXT record at <c>_smtp._tls</c> names addresses for mail, and web servers. A day's file is
/// removed when nobody is left to be told, or when it is too old to be of use.
/// </summary>
internal sealed partial class TlsReporting(MailEngineOptions options, TlsSessions sessions, MtaStsPolicies policies, MailDns dns, PublicWeb web, IMailDirectory directory, QueueStore store, TimeProvider time, ILogger log)
{
    // Mail that people wait for goes first.
    private const int Priority = -4;

    /// <summary>Saves and reports until it is told to stop.</summary>
    /// <param name="wake">Told of each message that is queued.</param>
    /// <param name="cancellationToken">Ends it; what was counted is saved.</param>
    public async Task RunAsync(Action<Guid> wake, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await LookAsync(wake, cancellationToken);
                await Task.Delay(TransportSecurityLimits.ReportPause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The node stops.
        }
        finally
        {
            sessions.Save();
        }
    }

    /// <summary>Sends what is due.</summary>
    public async Task SendAsync(Action<Guid> wake, CancellationToken cancellationToken)
    {
        foreach (var day in sessions.Over())
        {
            var end = new DateTimeOffset(day.Day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            var isWaited = false;
            foreach (var (domain, counts) in options.Outbound.TlsReportsFrom is null ? [] : day.Domains.ToList())
            {
                if (time.GetUtcNow() < end + DelayOf(domain) || !await TellAsync(day, domain, counts, wake, cancellationToken))
                    isWaited = true;
                else
                    day.Domains.Remove(domain);
            }

            if (!isWaited || time.GetUtcNow() > end + TransportSecurityLimits.ReportPatience)
                sessions.Forget(day);
            else
                sessions.Keep(day);
        }
    }

    private async Task LookAsync(Action<Guid> wake, CancellationToken cancellationToken)
    {
        try
        {
            policies.Forget();
            await SendAsync(wake, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failed(log, e);
        }
    }

    // Nobody wants the reports of the whole world in the first second of a day.
    private static TimeSpan DelayOf(string domain) => TransportSecurityLimits.ReportSpread * (SHA256.HashData(Encoding.UTF8.GetBytes(domain))[0] / 256.0);

    /// <returns>Whether nobody is left to be told.</returns>
    private async Task<bool> TellAsync(TlsDay day, string domain, TlsDomainDay counts, Action<Guid> wake, CancellationToken cancellationToken)
    {
        if (await PlacesAsync(domain, cancellationToken) is not { } places)
            return false;

        var from = options.Outbound.TlsReportsFrom!;
        var report = new TlsReport(options.Outbound.TlsReportsOrganization ?? from[(from.LastIndexOf('@') + 1)..], from, domain, day.Day, counts);
        var isDone = true;
        foreach (var place in places.Where(p => !counts.Told.Contains(p.OriginalString)))
        {
            var failure = place.Scheme == "mailto" ? await MailAsync(report, place, wake, cancellationToken) : await web.PostAsync(place, "application/tlsrpt+gzip", report.ToGzip(), cancellationToken);
            if (failure is null)
            {
                Told(log, domain, day.Day, place.OriginalString);
                counts.Told.Add(place.OriginalString);
                sessions.Keep(day);
            }
            else
            {
                NotTold(log, domain, day.Day, place.OriginalString, failure);
                isDone = false;
            }
        }

        return isDone;
    }

    /// <returns><see langword="null"/> when DNS does not answer.</returns>
    private async Task<IReadOnlyList<Uri>?> PlacesAsync(string domain, CancellationToken cancellationToken)
    {
        var answer = await dns.TextAsync($"_smtp._tls.{domain}", cancellationToken);
        if (answer.IsUnavailable)
            return null;

        // Exactly one record, else there is none (RFC 8460 3).
        var records = answer.Records.Select(r => Record().Match(r)).Where(m => m.Success).ToList();
        return records is not [var one] ? []
            : [.. one.Groups["rua"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => Uri.TryCreate(text, UriKind.Absolute, out var place) ? place : null)
                .OfType<Uri>().Where(p => p.Scheme == "mailto" || (p.Scheme == "https" && p.UserInfo.Length == 0)).Take(TransportSecurityLimits.ReportTargets)];
    }

    private async Task<string?> MailAsync(TlsReport report, Uri place, Action<Guid> wake, CancellationToken cancellationToken)
    {
        var recipient = Uri.UnescapeDataString(place.OriginalString["mailto:".Length..].Split('?')[0]);
        if (!OutgoingMessage.IsSendable(recipient) || !Ascii.IsValid(recipient))
            return null;

        using var message = report.ToMessage(recipient, time.GetUtcNow());
        message.Prepare(EncodingConstraint.SevenBit);
        var signature = "";
        try
        {
            // Reports without a signature are worth nothing to who gets them (RFC 8460 3, 5.3).
            if (await directory.GetSigningKeysAsync(report.Submitter, cancellationToken) is { Count: > 0 } keys)
                signature = DkimSigning.Sign(message, report.Submitter, keys);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            NotSigned(log, report.Submitter, e);
        }

        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.EnsureNewLine = true;
        using var content = new MemoryStream();
        await content.WriteAsync(Encoding.ASCII.GetBytes(signature), cancellationToken);
        await message.WriteToAsync(format, content, cancellationToken);
        // The same report has the same id: it is queued once, however often it is begun.
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{report.Id} {recipient}")).AsSpan(0, 16));
        await store.AddAsync(id, new QueuedEnvelope(report.From, [new QueuedRecipient(recipient) { Notify = DsnNotify.Never }]) { Arrived = time.GetUtcNow(), Priority = Priority, Origin = "TLS report", IsTlsOptional = true, MessageId = report.Id },
            target => target.WriteAsync(content.GetBuffer(), 0, (int)content.Length, cancellationToken));
        wake(id);
        return null;
    }

    [GeneratedRegex(@"^v=TLSRPTv1[ \t]*;[ \t]*rua[ \t]*=[ \t]*(?<rua>[^;]+)")]
    private static partial Regex Record();

    [LoggerMessage(2323, LogLevel.Information, "{Domain} is told how TLS came out on {Day}: {Place}")]
    private static partial void Told(ILogger log, string domain, DateOnly day, string place);

    [LoggerMessage(2324, LogLevel.Warning, "{Domain} could not be told how TLS came out on {Day}: {Place}: {Cause}")]
    private static partial void NotTold(ILogger log, string domain, DateOnly day, string place, string cause);

    [LoggerMessage(2325, LogLevel.Error, "Reports of {Domain} about TLS cannot be signed.")]
    private static partial void NotSigned(ILogger log, string domain, Exception cause);

    [LoggerMessage(2326, LogLevel.Error, "Reports about TLS could not be made; it is tried again.")]
    private static partial void Failed(ILogger log, Exception cause);
}
