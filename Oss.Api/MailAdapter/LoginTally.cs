using Oss.Domain.SmtpAuthRollout;
using Oss.Domain.Statistics;
using Oss.MailEngine;

namespace Oss.Api.MailAdapter;

/// <summary>Logins, and uses of submission without one, counted in memory until they are written: a login costs one look into a table, and a program that comes every minute is one row.</summary>
internal sealed class LoginTally
{
    /// <summary>Different ones held; more are dropped and counted. Guesses from a botnet are many.</summary>
    public const int Capacity = 50_000;

    private const int NameLength = 254;

    private readonly Lock _lock = new();
    private Dictionary<LoginKey, (long Count, DateTime LastAt)> _logins = [];
    private Dictionary<(string Account, string Client), (long Count, DateTime LastAt)> _uses = [];
    private long _dropped;

    /// <summary>Takes a login.</summary>
    public void Add(LoginNotice login)
    {
        // Another name of the same mailbox is no master's.
        var isMaster = login.ActFor is not null && !login.UserName.Contains('@', StringComparison.Ordinal);
        var name = login.Mailbox is null ? (isMaster ? login.ActFor! : login.UserName) : "";
        var key = new LoginKey(
            login.Service.ToString(), (LoginResult)login.Outcome, login.Mechanism, login.Client?.ToString() ?? "", login.Mailbox, name.Length > NameLength ? "" : name, isMaster ? login.UserName : "");
        lock (_lock)
            Count(_logins, key, login.At.UtcDateTime);
    }

    /// <summary>Takes a use without a login; one whose account is nobody here is in the log alone.</summary>
    public void Add(UseWithoutLogin use, DateTime at)
    {
        if (use is not { Account: { } account, Client: { } client })
            return;
        lock (_lock)
            Count(_uses, (account, client.ToString()), at);
    }

    /// <summary>What was counted since it was last taken.</summary>
    public (IReadOnlyList<CountedLogins> Logins, IReadOnlyList<CountedUse> Uses, long Dropped) Take()
    {
        lock (_lock)
        {
            var taken = (
                _logins.Select(l => new CountedLogins(l.Key.Service, l.Key.Result, l.Key.Mechanism, l.Key.Client, l.Key.Mailbox, l.Key.Name, l.Key.Master, l.Value.Count, l.Value.LastAt)).ToList(),
                _uses.Select(u => new CountedUse(u.Key.Account, u.Key.Client, u.Value.Count, u.Value.LastAt)).ToList(), _dropped);
            (_logins, _uses, _dropped) = ([], [], 0);
            return taken;
        }
    }

    private void Count<TKey>(Dictionary<TKey, (long Count, DateTime LastAt)> counts, TKey key, DateTime at)
        where TKey : notnull
    {
        if (counts.TryGetValue(key, out var known))
            counts[key] = (known.Count + 1, at);
        else if (counts.Count < Capacity)
            counts[key] = (1, at);
        else
            _dropped++;
    }

    private readonly record struct LoginKey(string Service, LoginResult Result, string Mechanism, string Client, Guid? Mailbox, string Name, string Master);
}
