namespace Oss.MailEngine.Queue;

/// <summary>Settings by domain: the domain's own, or those of the nearest above it that <c>.example.org</c> stands for.</summary>
internal static class DomainTable
{
    /// <summary>What is set for a domain in lower case; <see langword="null"/> when nothing is.</summary>
    public static T? Find<T>(IReadOnlyDictionary<string, T> table, string domain)
        where T : class
    {
        if (table.TryGetValue(domain, out var exact))
            return exact;

        for (var dot = domain.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = domain.IndexOf('.', dot + 1))
        {
            if (table.TryGetValue(domain[dot..], out var parent))
                return parent;
        }

        return null;
    }
}
