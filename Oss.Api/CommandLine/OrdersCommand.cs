using System.CommandLine;
using System.Text.Json;
using Oss.Api.CommandLine.Output;
using Oss.Api.Rest;
using Oss.Api.Rest.Resources;
using Oss.Domain;
using Oss.Domain.Orders;

namespace Oss.Api.CommandLine;

/// <summary><c>oss orders</c>.</summary>
internal static class OrdersCommand
{
    public static Command Create(Terminal terminal) => new("orders", "Orders: submit, look at, cancel, try again.")
    {
        Submit(terminal), Show(terminal), List(terminal), Cancel(terminal), Retry(terminal),
    };

    private static Command Submit(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "JSON as POST /api/v1/orders takes it; - reads standard input." };
        var check = new Option<bool>("--check") { Description = "Says what would be done and what stands against it, and does nothing." };
        var command = new VerbCommand("submit", "Submits an order; the same content under the same number is answered from the first.",
            "oss orders submit order.json", "oss orders submit --check order.json") { file, check };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var order = Read(await terminal.ReadAsync(parsed.GetRequiredValue(file), cancellationToken));
            if (parsed.GetValue(check))
            {
                var checkedOrder = await platform.Get<CheckOrder>().ExecuteAsync(order, platform.Actor, cancellationToken);
                if (checkedOrder.Errors is [var worst, ..])
                    return platform.Answer.Refuse(worst);
                platform.Answer.Say(new { checkedOrder.Acceptable, checkedOrder.Plan }, string.Join('\n', checkedOrder.Plan));
                return ExitCodes.Done;
            }

            var result = await platform.Get<SubmitOrder>().ExecuteAsync(order, platform.Actor, cancellationToken);
            platform.Answer.Say(result, $"{result.Order.Id}  {result.Order.State}{(result.Replayed ? "  (submitted before)" : "")}");
            return ExitCodes.Of(result.Order.State);
        });
    }

    private static Command Show(Terminal terminal)
    {
        var id = Id();
        var command = new VerbCommand("show", "Shows an order with its items.", "oss orders show 019c…", "oss orders show crm-koeln/4711") { id };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) => Print(platform, await FindAsync(platform, parsed.GetRequiredValue(id), cancellationToken)));
    }

    private static Command List(Terminal terminal)
    {
        var state = new Option<OrderState?>("--state") { Description = "Where they stand." };
        var system = new Option<string?>("--system") { Description = "The CRM's name." };
        var tenant = new Option<string?>("--tenant") { Description = "The customer's number." };
        var part = new PartOptions();
        var command = new VerbCommand("list", "Lists orders, the newest first.", "oss orders list --state Held", "oss orders list --system crm-koeln --limit 200 --json") { state, system, tenant };
        part.AddTo(command);
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var found = await platform.Get<SearchOrders>().ExecuteAsync(
                new OrderSearch(parsed.GetValue(state), parsed.GetValue(system), TenantNumber: parsed.GetValue(tenant)),
                part.Of(parsed), platform.Actor, cancellationToken);
            platform.Answer.List(
                found, ["id", "submitted", "state", "number", "first item", "items"],
                row => [row.Id, row.SubmittedAt, row.State, $"{row.ExternalSystem}/{row.ExternalId}", row.First is { } first ? $"{first.Action} {first.Key}" : null, row.Items]);
            return ExitCodes.Done;
        });
    }

    private static Command Cancel(Terminal terminal)
    {
        var id = Id();
        var command = new VerbCommand("cancel", "Cancels an order that has not ended; what was done is undone.", "oss orders cancel crm-koeln/4711 --reason 'ticket 7'") { id };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var order = await FindAsync(platform, parsed.GetRequiredValue(id), cancellationToken);
            var left = await platform.Get<CancelOrder>().ExecuteAsync(order.Id, platform.Actor.Reason, platform.Actor, cancellationToken);
            Print(platform, left);
            return left.State == OrderState.Cancelled ? ExitCodes.Done : ExitCodes.Of(left.State);
        });
    }

    private static Command Retry(Terminal terminal)
    {
        var id = Id();
        var command = new VerbCommand("retry", "Goes on at once with an order that is held, or again with what is not done of one that failed.", "oss orders retry 019c…") { id };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var order = await FindAsync(platform, parsed.GetRequiredValue(id), cancellationToken);
            return Print(platform, await platform.Get<RetryOrder>().ExecuteAsync(order.Id, platform.Actor, cancellationToken));
        });
    }

    private static Argument<string> Id() => new("id") { Description = "The platform's id, or SYSTEM/NUMBER as the CRM names it." };

    private static Task<OrderView> FindAsync(CommandPlatform platform, string text, CancellationToken cancellationToken)
    {
        var orders = platform.Get<GetOrder>();
        return Guid.TryParse(text, out var id) ? orders.ByIdAsync(id, platform.Actor, cancellationToken)
            : text.Split('/', 2) is [var system, var number] ? orders.ByExternalIdAsync(system, number, platform.Actor, cancellationToken)
            : throw new DomainException(new DomainError.NotFound("order", text));
    }

    private static int Print(CommandPlatform platform, OrderView order)
    {
        platform.Answer.Thing(order,
        [
            ("order", order.Id), ("number", $"{order.ExternalSystem}/{order.ExternalId}"), ("state", order.State), ("submitted", order.SubmittedAt), ("by", order.SubmittedBy),
            ("completed", order.CompletedAt), ("start", order.RequestedStart), ("next attempt", order.NextAttemptAt), ("why", order.ErrorText),
            .. order.Items.Select(item => ($"item {item.Position}", (object?)$"{item.State}  {item.Action} {item.Subject} {item.Key}{(item.ErrorText is null ? "" : $"  {item.ErrorText}")}")),
        ]);
        return ExitCodes.Done;
    }

    private static OrderRequest Read(string json)
    {
        try
        {
            var body = JsonSerializer.Deserialize<OrderBody>(json, RestJson.Options) ?? throw new JsonException("It is null.");
            // Without a number of its own it is an order that cannot be repeated, as every other command's.
            return body.ToRequest(body.ExternalSystem ?? CommandPlatform.System, body.ExternalId ?? Guid.CreateVersion7().ToString(), null);
        }
        catch (JsonException e)
        {
            throw new DomainException(new DomainError.Validation([new Finding(e.Path ?? "", Errors.CodesOfForm.Schema, $"Not an order as documented, at line {e.LineNumber + 1}.")]), e);
        }
    }
}
