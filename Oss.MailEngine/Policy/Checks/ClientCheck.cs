using System.Net;

namespace Oss.MailEngine.Policy.Checks;

/// <summary><c>client NETWORK…</c>: the client is in one of them. Names (<c>mx.example.net</c>, <c>.example.net</c>) stand for clients whose reverse name is that and leads back.</summary>
internal sealed class ClientCheck(IReadOnlyList<IPNetwork> networks, DomainPatterns names) : IPolicyCheck
{
    public static readonly PolicyWord Row = new("client", PolicyStage.Connect, Read);

    public void Prepare(PolicyFacts facts)
    {
        if (!names.IsEmpty)
            _ = facts.ReverseNameAsync();
    }

    public async ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken)
    {
        var isListed = facts.Client is { } client && networks.Any(n => n.Contains(client));
        if (!isListed && !names.IsEmpty)
            isListed = await facts.ReverseNameAsync() is { IsConfirmed: true } reverse && names.Match(reverse.Name);
        return isListed ? new PolicyHit("7.1", "Your network is not welcome here") : null;
    }

    private static ClientCheck Read(List<string> words)
    {
        if (words.Count == 0)
            throw new FormatException("'client' takes networks or names");

        var networks = new List<IPNetwork>();
        var names = new List<string>();
        foreach (var word in words)
        {
            if (IPAddress.TryParse(word, out var address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(word, out var network))
                networks.Add(network);
            else if (word.Contains('/', StringComparison.Ordinal))
                throw new FormatException($"'{word}' is no network; one reads like 192.0.2.0/24");
            else
                names.Add(word);
        }

        return new ClientCheck(networks, new DomainPatterns(names));
    }
}
