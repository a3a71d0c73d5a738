namespace Oss.MailEngine.Policy.Checks;

/// <summary>Domains and all below them: <c>example.org</c> is itself, <c>.example.org</c> what is below it.</summary>
internal sealed class DomainPatterns(IEnumerable<string> patterns)
{
    private readonly HashSet<string> _patterns = new(patterns, StringComparer.OrdinalIgnoreCase);

    public bool IsEmpty => _patterns.Count == 0;

    public bool Match(string domain)
    {
        if (_patterns.Contains(domain))
            return true;

        for (var dot = domain.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = domain.IndexOf('.', dot + 1))
        {
            if (_patterns.Contains(domain[dot..]))
                return true;
        }

        return false;
    }
}

/// <summary>Addresses: <c>anna@example.org</c>, <c>postmaster@</c> in any domain, <c>example.org</c>, <c>.example.org</c>, and <c>&lt;&gt;</c> for the null sender.</summary>
internal sealed class AddressPatterns(IReadOnlyList<string> patterns)
{
    private readonly HashSet<string> _addresses = new(patterns.Where(p => p.Contains('@', StringComparison.Ordinal) || p == "<>").Select(p => p == "<>" ? "" : p), StringComparer.OrdinalIgnoreCase);
    private readonly DomainPatterns _domains = new(patterns.Where(p => !p.Contains('@', StringComparison.Ordinal) && p != "<>"));

    public bool Match(string address)
    {
        var at = address.LastIndexOf('@');
        return _addresses.Contains(address) || (at > 0 && (_addresses.Contains(address[..(at + 1)]) || _domains.Match(address[(at + 1)..])));
    }
}
