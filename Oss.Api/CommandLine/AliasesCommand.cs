using System.CommandLine;
using Oss.Api.CommandLine.Output;
using Oss.Domain.Addresses;
using Oss.Domain.Orders;

namespace Oss.Api.CommandLine;

/// <summary><c>oss aliases</c>: whatever receives mail beside primary addresses.</summary>
internal static class AliasesCommand
{
    public static Command Create(Terminal terminal) => new("aliases", "Aliases, forwards and catch-alls.")
    {
        List(terminal), Show(terminal), Add(terminal), Remove(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var kind = new Option<AddressKind?>("--kind") { Description = "What they are." };
        var mailbox = new Option<string?>("--mailbox") { Description = "The primary address they lead to." };
        var contract = new Option<string?>("--contract") { Description = "The contract's number." };
        var domain = new Option<string?>("--domain") { Description = "The domain they lie in." };
        var part = new PartOptions();
        var command = new VerbCommand("list", "Lists addresses of every kind.", "oss aliases list --mailbox anna@example.org", "oss aliases list --domain example.org --kind Forward") { kind, mailbox, contract, domain };
        part.AddTo(command);
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var found = await platform.Get<GetAddress>().ListAsync(
                new AddressFilter(parsed.GetValue(kind), parsed.GetValue(mailbox), parsed.GetValue(contract), parsed.GetValue(domain)),
                part.Of(parsed), platform.Actor, cancellationToken);
            platform.Answer.List(found, ["address", "kind", "leads to", "contract"], row => [row.Value, row.Kind, Target(row), row.ContractNumber]);
            return ExitCodes.Done;
        });
    }

    private static Command Show(Terminal terminal)
    {
        var address = Address();
        var command = new VerbCommand("show", "Shows what an address is.", "oss aliases show info@example.org") { address };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var found = await platform.Get<GetAddress>().ExecuteAsync(parsed.GetRequiredValue(address), platform.Actor, cancellationToken);
            platform.Answer.Thing(found, ("address", found.Value), ("kind", found.Kind), ("leads to", Target(found)), ("contract", found.ContractNumber));
            return ExitCodes.Done;
        });
    }

    private static Command Add(Terminal terminal)
    {
        var address = Address();
        var to = new Option<string[]>("--to") { Description = "The mailbox; for a forward, one or more addresses.", AllowMultipleArgumentsPerToken = true, HelpName = "ADDRESS" };
        var forward = new Option<bool>("--forward") { Description = "Passes mail on, and is no name to log in by." };
        var relayed = new Option<bool>("--relayed") { Description = "Is known to the server that its domain's mail goes on to." };
        var command = new VerbCommand("add", "Adds an alias, a forward, a domain's catch-all, or an address that another server knows.",
            "oss aliases add info@example.org --to anna@example.org", "oss aliases add --forward team@example.org --to anna@example.org bert@example.org", "oss aliases add @example.org --to anna@example.org",
            "oss aliases add --relayed bert@relayed.example") { address, to, forward, relayed };
        command.Validators.Add(result =>
        {
            if (result.GetValue(relayed) == result.GetResult(to) is not null)
                result.AddError("Either --to or --relayed is needed.");
        });
        return terminal.Runs(command, (parsed, platform, cancellationToken) =>
        {
            var given = parsed.GetRequiredValue(address);
            var kind = parsed.GetValue(relayed) ? AliasKind.Relayed : given.StartsWith('@') ? AliasKind.CatchAll : parsed.GetValue(forward) ? AliasKind.Forward : AliasKind.Alias;
            return platform.OrderAsync(null, new AliasItemRequest(OrderAction.Provide, given, kind == AliasKind.Relayed ? null : parsed.GetValue(to), kind), $"Added {given}.", cancellationToken);
        });
    }

    private static Command Remove(Terminal terminal)
    {
        var address = Address();
        var command = new VerbCommand("remove", "Removes an alias, a forward or a catch-all.", "oss aliases remove info@example.org") { address };
        return terminal.Runs(command, (parsed, platform, cancellationToken) => platform.OrderAsync(
            null, new AliasItemRequest(OrderAction.Terminate, parsed.GetRequiredValue(address)), $"Removed {parsed.GetValue(address)}.", cancellationToken));
    }

    private static Argument<string> Address() => new("address") { Description = "The address, or @domain for a catch-all." };

    private static string? Target(AddressView row) => row.Mailbox ?? string.Join(", ", row.Targets);
}
