using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Orders;

namespace Oss.Api.Changes;

/// <summary>One change to one thing, as SOAP's ConfigurationService and the REST resources make it: an order of one item inside, so that rules, limits, audit and
/// idempotency are those of any order. The caller's key names it for ever, in both ways in alike.</summary>
internal sealed class SingleChange(SubmitOrder submit)
{
    /// <summary>The external system of such orders.</summary>
    public const string System = "api";

    /// <summary>Characters of a key; the client's name stands before it, for keys of two clients have nothing to do with one another.</summary>
    public const int KeyLength = OrderLimits.ExternalIdLength - ApiClient.NameLength - 1;

    /// <summary>The external id of a client's change.</summary>
    public static string ExternalId(Actor actor, string key) => $"{actor.Name}/{key}";

    /// <summary>Makes the change.</summary>
    /// <param name="key">The caller's name for it; absent for a change of its own.</param>
    /// <param name="item">The change.</param>
    /// <param name="names">What the caller's request calls the item's members, in findings.</param>
    /// <param name="actor">Who makes it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <param name="waitSeconds">How long to wait for its end; absent for as long as allowed.</param>
    /// <exception cref="DomainException">It is refused.</exception>
    public async Task<SubmitResult> ExecuteAsync(
        string? key, OrderItemRequest item, IReadOnlyDictionary<string, string> names, Actor actor, CancellationToken cancellationToken, int? waitSeconds = null)
    {
        var request = new OrderRequest(System, ExternalId(actor, key ?? Guid.CreateVersion7().ToString()), [item], WaitSeconds: waitSeconds);
        try
        {
            return await submit.ExecuteAsync(request, actor, cancellationToken);
        }
        catch (DomainException e) when (e.Error is DomainError.Validation { Findings: var findings })
        {
            throw new DomainException(new DomainError.Validation([.. findings.Select(finding => finding with { Path = Renamed(finding.Path, names) })]), e);
        }
    }

    // items[0].alias.targets[1] is what the caller gave as targets[1], or as mailbox.
    private static string Renamed(string path, IReadOnlyDictionary<string, string> names)
    {
        var member = path.Split('.', 3) is ["items[0]", _, var rest] ? rest : path;
        return names.GetValueOrDefault(member, member);
    }
}
