using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Lookups;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.TransportSecurity;

/// <summary>A domain's policy, as far as it is known.</summary>
/// <param name="Policy">The policy that counts now; <see langword="null"/> when there is none.</param>
/// <param name="Fault">Why there is none, or an old one, though the domain says that it has one.</param>
internal sealed record MtaStsFinding(MtaStsPolicy? Policy, TlsFault? Fault)
{
    public static readonly MtaStsFinding None = new(null, null);
}

/// <summary>
/// Finds domains' policies (RFC 8461). A policy counts as long as it says, from when it was fetched: on disk, so that neither a restart nor an attacker who keeps DNS or the web
/// server from answering makes it forgotten. The id in DNS says when there is another; when it cannot be fetched, the old one stays.
/// </summary>
internal sealed partial class MtaStsPolicies(string directory, MailDns dns, PublicWeb web, int port, TimeProvider time, ILogger log)
{
    private readonly ConcurrentDictionary<string, (string Id, DateTimeOffset Until, TlsFault Fault)> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<MtaStsFinding>>> _running = new(StringComparer.Ordinal);

    /// <summary>The policy that counts for mail to a domain now.</summary>
    public async Task<MtaStsFinding> FindAsync(string domain, CancellationToken cancellationToken)
    {
        // It becomes part of a URL.
        if (MailDns.ToAscii(domain)?.ToLowerInvariant() is not { } name || !HostName().IsMatch(name))
            return MtaStsFinding.None;

        // Many messages to one domain ask for its policy once, and the one who began may give up without the others.
        var search = _running.GetOrAdd(name, n => new Lazy<Task<MtaStsFinding>>(() => SearchAsync(n)));
        return await search.Value.WaitAsync(cancellationToken);
    }

    /// <summary>Removes policies that count no more.</summary>
    public void Forget()
    {
        foreach (var file in System.IO.Directory.Exists(directory) ? System.IO.Directory.EnumerateFiles(directory) : [])
        {
            if (Read(file) is null)
                File.Delete(file);
        }
    }

    private async Task<MtaStsFinding> SearchAsync(string domain)
    {
        try
        {
            var path = Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(domain))));
            var kept = Read(path);
            var known = kept is null ? null : MtaStsPolicy.TryParse(kept.Text);
            if (await IdOfAsync(domain) is not { } id || (kept is not null && kept.Id == id && time.GetUtcNow() - kept.Fetched < TransportSecurityLimits.Refresh))
                return new MtaStsFinding(known, null);
            if (_failures.TryGetValue(domain, out var failure) && failure.Id == id && failure.Until > time.GetUtcNow())
                return new MtaStsFinding(known, failure.Fault);

            return await FetchAsync(domain, id, path, known);
        }
        finally
        {
            _running.TryRemove(domain, out _);
        }
    }

    private async Task<MtaStsFinding> FetchAsync(string domain, string id, string path, MtaStsPolicy? known)
    {
        var (text, fault) = await web.ReadTextAsync(new UriBuilder("https", $"mta-sts.{domain}", port, "/.well-known/mta-sts.txt").Uri, TransportSecurityLimits.Policy);
        var policy = text is null ? null : MtaStsPolicy.TryParse(text);
        if (policy is null)
        {
            fault ??= new TlsFault(TlsFault.BadPolicy, "what is published is no policy");
            if (_failures.Count >= TransportSecurityLimits.Failures)
                _failures.Clear();
            _failures[domain] = (id, time.GetUtcNow() + TransportSecurityLimits.FetchPause, fault);
            NotFetched(log, domain, fault.Type, fault.Text);
            return new MtaStsFinding(known, fault);
        }

        _failures.TryRemove(domain, out _);
        try
        {
            Durable.CreateDirectory(directory);
            Durable.ReplaceFile(path, JsonSerializer.SerializeToUtf8Bytes(new KeptPolicy(domain, id, time.GetUtcNow(), text!), PolicyJson.Default.KeptPolicy));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotKept(log, domain, e);
        }

        return new MtaStsFinding(policy, null);
    }

    // Exactly one record, else there is none (RFC 8461 3.1).
    private async Task<string?> IdOfAsync(string domain)
    {
        var records = (await dns.TextAsync($"_mta-sts.{domain}", CancellationToken.None)).Records.Select(r => Record().Match(r)).Where(m => m.Success).ToList();
        return records is [var one] && Id().Match(one.Groups["fields"].Value) is { Success: true } id ? id.Groups["id"].Value : null;
    }

    private KeptPolicy? Read(string path)
    {
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize(File.ReadAllBytes(path), PolicyJson.Default.KeptPolicy) is { } kept && MtaStsPolicy.TryParse(kept.Text) is { } policy
                && kept.Fetched + policy.MaxAge > time.GetUtcNow() ? kept : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^(?=.{1,244}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex HostName();

    [GeneratedRegex(@"^v=STSv1[ \t]*(;(?<fields>.*)|$)", RegexOptions.Singleline)]
    private static partial Regex Record();

    [GeneratedRegex(@"(^|;)[ \t]*id[ \t]*=[ \t]*(?<id>[A-Za-z0-9]{1,32})[ \t]*(;|$)")]
    private static partial Regex Id();

    [LoggerMessage(2320, LogLevel.Warning, "The MTA-STS policy of {Domain} could not be fetched ({Type}): {Cause}; one that is known stays.")]
    private static partial void NotFetched(ILogger log, string domain, string type, string cause);

    [LoggerMessage(2321, LogLevel.Error, "The MTA-STS policy of {Domain} could not be kept; it counts for this attempt only.")]
    private static partial void NotKept(ILogger log, string domain, Exception cause);
}

/// <summary>A policy on disk.</summary>
internal sealed record KeptPolicy(string Domain, string Id, DateTimeOffset Fetched, string Text);

[JsonSerializable(typeof(KeptPolicy))]
internal sealed partial class PolicyJson : JsonSerializerContext;
