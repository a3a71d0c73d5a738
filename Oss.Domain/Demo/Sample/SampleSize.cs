namespace Oss.Domain.Demo.Sample;

/// <summary>How large a sample platform is.</summary>
/// <param name="Mailboxes">Mailboxes that live.</param>
/// <param name="Addresses">Addresses of every kind, the mailboxes' own among them.</param>
/// <param name="Orders">Orders of the past, each with its audit entry and its events.</param>
/// <param name="Seed">What the spread is drawn from: the same numbers give the same platform, to the byte.</param>
public sealed record SampleSize(int Mailboxes, int Addresses, int Orders, int Seed = 1)
{
    /// <summary>A platform of so many mailboxes: four addresses each, an order in the books for every fifth.</summary>
    public static SampleSize Of(int mailboxes) => new(mailboxes, mailboxes * 4, mailboxes / 5);
}
