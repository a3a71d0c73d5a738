using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Queue;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.TransportSecurity.Reports;

/// <summary>
/// Counts how TLS with other servers came out, by day and domain (RFC 8460 4), a file for each day. What was counted since the last look is lost with a crash, for it is a statistic;
/// what was told to whom is on disk before the next is told.
/// </summary>
internal sealed partial class TlsSessions(string directory, TimeProvider time, ILogger log)
{
    private readonly Dictionary<DateOnly, TlsDay> _days = [];
    private readonly Lock _lock = new();
    private bool _isChanged;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Counts one session.</summary>
    /// <param name="domain">The domain that the mail is for.</param>
    /// <param name="policy">What was asked of the server.</param>
    /// <param name="fault">What was wrong; <see langword="null"/> for a success.</param>
    /// <param name="server">The server; none when it did not come so far.</param>
    /// <param name="source">The address that was sent from.</param>
    public void Count(string domain, ReportedPolicy policy, TlsFault? fault, HopAddress? server, IPAddress? source)
    {
        lock (_lock)
        {
            var day = Load(Today);
            if (!day.Domains.TryGetValue(domain, out var counted))
            {
                if (day.Domains.Count >= TransportSecurityLimits.CountedDomains)
                    return;
                day.Domains[domain] = counted = new TlsDomainDay([]);
            }

            _isChanged = true;
            var count = counted.Policies.Find(p => p.Policy.Key == policy.Key);
            if (count is null && counted.Policies.Count < TransportSecurityLimits.CountedPolicies)
                counted.Policies.Add(count = new TlsPolicyCount(policy));
            if (count is null)
                return;
            if (fault is null)
                count.Successes++;
            else
                Fail(count, new TlsFailureCount(fault.Type, source?.ToString(), server?.Host, server?.EndPoint.Address.ToString(), fault.Text));
        }
    }

    /// <summary>Writes down what was counted.</summary>
    public void Save()
    {
        lock (_lock)
        {
            if (!_isChanged)
                return;
            Write(Load(Today));
            _isChanged = false;
        }
    }

    /// <summary>The days that are over and have a file.</summary>
    public IReadOnlyList<TlsDay> Over()
    {
        lock (_lock)
        {
            Save();
            var days = System.IO.Directory.Exists(directory) ? System.IO.Directory.EnumerateFiles(directory, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)) : [];
            var over = days.Select(name => DateOnly.TryParseExact(name, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : DateOnly.MaxValue).Where(d => d < Today).Order().ToList();
            return [.. over.Select(Load)];
        }
    }

    /// <summary>Writes down what was told of a day that is over.</summary>
    public void Keep(TlsDay day)
    {
        lock (_lock)
            Write(day);
    }

    /// <summary>Forgets a day.</summary>
    public void Forget(TlsDay day)
    {
        lock (_lock)
        {
            _days.Remove(day.Day);
            File.Delete(PathOf(day.Day));
        }
    }

    private static void Fail(TlsPolicyCount count, TlsFailureCount failure)
    {
        count.Failures++;
        if (count.Details.Find(d => d with { Count = 0 } == failure) is { } known)
            known.Count++;
        else if (count.Details.Count < TransportSecurityLimits.CountedFailures)
            count.Details.Add(failure with { Count = 1 });
    }

    private TlsDay Load(DateOnly day)
    {
        if (_days.TryGetValue(day, out var known))
            return known;

        // A new day: what was counted of the one before is complete.
        foreach (var before in _days.Values.Where(d => d.Day < day && _isChanged).ToList())
            Write(before);
        return _days[day] = Read(day) ?? new TlsDay(day, []);
    }

    private TlsDay? Read(DateOnly day)
    {
        try
        {
            return File.Exists(PathOf(day)) ? JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(day)), TlsDayJson.Default.TlsDay) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            NotKept(log, day, e);
            return null;
        }
    }

    private void Write(TlsDay day)
    {
        try
        {
            Durable.CreateDirectory(directory);
            Durable.ReplaceFile(PathOf(day.Day), JsonSerializer.SerializeToUtf8Bytes(day, TlsDayJson.Default.TlsDay));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotKept(log, day.Day, e);
        }
    }

    private string PathOf(DateOnly day) => Path.Combine(directory, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".json");

    [LoggerMessage(2322, LogLevel.Error, "What was counted about TLS on {Day} could not be written or read.")]
    private static partial void NotKept(ILogger log, DateOnly day, Exception cause);
}
