using Oss.Domain;
using Oss.Domain.Orders;

namespace Oss.Api.CommandLine.Import;

/// <summary>What an import would do. Lines of one contract are looked at together, so that a limit is seen which no line exceeds alone; so the lines are in memory until the end.</summary>
internal sealed class ImportPreview(CommandPlatform platform, string import, string? contract)
{
    public async IAsyncEnumerable<LineOutcome> RunAsync(MailboxFile lines, [global::System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var contracts = new Dictionary<string, List<MailboxLine>>();
        await foreach (var line in lines.ReadAsync(cancellationToken))
        {
            if (line.Fault is { } fault)
                yield return new LineOutcome.Refused(line, fault);
            else if (await IsKnownAsync(line, cancellationToken))
                yield return new LineOutcome.Known();
            else
                (contracts.TryGetValue(Contract(line), out var together) ? together : contracts[Contract(line)] = []).Add(line);
        }

        foreach (var together in contracts.Values)
        {
            foreach (var chunk in Chunks(together))
            {
                foreach (var outcome in await CheckAsync(chunk, cancellationToken))
                    yield return outcome;
            }
        }
    }

    private string Contract(MailboxLine line) => line.Cells.GetValueOrDefault(MailboxColumn.Contract) is { Length: > 0 } own ? own : contract ?? "";

    private async Task<bool> IsKnownAsync(MailboxLine line, CancellationToken cancellationToken)
    {
        var order = line.ToOrder(import, contract);
        try
        {
            await platform.Get<GetOrder>().ByExternalIdAsync(order.ExternalSystem, order.ExternalId, platform.Actor, cancellationToken);
            return true;
        }
        catch (DomainException e) when (e.Error is DomainError.NotFound)
        {
            return false;
        }
    }

    private IEnumerable<List<MailboxLine>> Chunks(List<MailboxLine> lines)
    {
        var (chunk, items) = (new List<MailboxLine>(), 0);
        foreach (var line in lines)
        {
            var more = line.Items(contract).Count;
            if (items + more > OrderLimits.Items && chunk.Count > 0)
            {
                yield return chunk;
                (chunk, items) = ([], 0);
            }

            chunk.Add(line);
            items += more;
        }

        yield return chunk;
    }

    // Again without the lines that fail, until none does: what is wrong in form hides what rules say, and what a line would use up is there for others when it is refused.
    private async Task<IReadOnlyList<LineOutcome>> CheckAsync(List<MailboxLine> lines, CancellationToken cancellationToken)
    {
        var (refused, left) = (new Dictionary<MailboxLine, DomainError>(), lines);
        while (left.Count > 0 && await FailuresAsync(left, cancellationToken) is { Count: > 0 } failures)
        {
            foreach (var (line, error) in failures)
                refused[line] = error;
            left = [.. left.Where(line => !failures.ContainsKey(line))];
        }

        return [.. lines.Select(line => refused.TryGetValue(line, out var error) ? (LineOutcome)LineOutcome.Refused.By(line, error) : new LineOutcome.Ordered(Done: true))];
    }

    private async Task<Dictionary<MailboxLine, DomainError>> FailuresAsync(List<MailboxLine> lines, CancellationToken cancellationToken)
    {
        var owners = new List<MailboxLine>();
        var items = new List<OrderItemRequest>();
        foreach (var line in lines)
        {
            var own = line.Items(contract);
            items.AddRange(own);
            owners.AddRange(own.Select(_ => line));
        }

        var result = await platform.Get<CheckOrder>().ExecuteAsync(new OrderRequest(ImportCommand.System, Guid.CreateVersion7().ToString(), items), platform.Actor, cancellationToken);
        return result.Failures.OrderBy(failure => failure.Key).GroupBy(failure => owners[failure.Key - 1]).ToDictionary(group => group.Key, group => group.First().Value);
    }
}
