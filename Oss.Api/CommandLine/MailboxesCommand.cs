using System.CommandLine;
using Oss.Api.CommandLine.Import;
using Oss.Api.CommandLine.Output;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Quotas;

namespace Oss.Api.CommandLine;

/// <summary><c>oss mailboxes</c>.</summary>
internal static class MailboxesCommand
{
    private const int ReasonableAddress = EmailAddress.MaxLength;

    public static Command Create(Terminal terminal) => new("mailboxes", "Mailboxes: find, create, change, suspend, end; as a file in and out.")
    {
        List(terminal), Show(terminal), CreateOne(terminal), Password(terminal), Change(terminal),
        Suspend(terminal, OrderAction.Suspend), Suspend(terminal, OrderAction.Resume), Terminate(terminal), Restore(terminal), Purge(terminal), SendAs(terminal, allow: true), SendAs(terminal, allow: false),
        ImportCommand.Create(terminal), ExportCommand.Create(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var text = new Argument<string>("text") { Description = "Beginning of an address, alias, @domain, name or number.", Arity = ArgumentArity.ZeroOrOne };
        var (filter, part) = (new FilterOptions(), new PartOptions());
        var command = new VerbCommand("list", "Finds mailboxes; all of them by primary address.", "oss mailboxes list müller", "oss mailboxes list --contract K-4711 --json") { text };
        filter.AddTo(command);
        part.AddTo(command);
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var found = await platform.Get<SearchMailboxes>().ExecuteAsync(
                filter.Of(parsed) with { Text = parsed.GetValue(text) ?? "" }, part.Of(parsed), platform.Actor, cancellationToken);
            platform.Answer.List(
                found, ["address", "name", "state", "tenant", "contract", "product"],
                row => [row.Address, row.DisplayName, row.State, row.TenantNumber, row.ContractNumber, row.Product]);
            return ExitCodes.Done;
        });
    }

    private static Command Show(Terminal terminal)
    {
        var address = Address();
        var command = new VerbCommand("show", "Shows a mailbox, by any of its addresses, with what it uses on disk.", "oss mailboxes show anna@example.org") { address };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var id = await platform.Get<GetAddress>().MailboxAsync(parsed.GetRequiredValue(address), platform.Actor, cancellationToken);
            var mailbox = await platform.Get<GetMailbox>().ExecuteAsync(id, platform.Actor, cancellationToken);
            var usage = await platform.Get<GetMailbox>().MeasureUsageAsync(id, platform.Actor, cancellationToken);
            platform.Answer.Thing(
                new { Mailbox = mailbox, Usage = usage },
                ("mailbox", mailbox.Address), ("id", mailbox.Id), ("name", mailbox.DisplayName), ("state", mailbox.State), ("suspended", mailbox.Suspension.And(mailbox.ContractSuspension)),
                ("quota", Answer.Size(mailbox.Quota.Bytes)), ("used", usage is null ? null : $"{usage.Bytes} bytes in {usage.Messages} messages"),
                ("shared", usage?.Pool is { } pool ? $"{pool.Bytes} of {pool.LimitBytes} bytes" : null), ("volume", mailbox.Volume),
                ("addresses", mailbox.Addresses.Select(known => known.Value)), ("sends as", mailbox.SendsAs.Count == 0 ? null : mailbox.SendsAs), ("contract", $"{mailbox.ContractNumber} ({mailbox.ProductName})"),
                ("customer", $"{mailbox.TenantNumber} {mailbox.TenantName}"), ("created", mailbox.CreatedAt));
            return ExitCodes.Done;
        });
    }

    private static Command CreateOne(Terminal terminal)
    {
        var (address, secret, id) = (Address(), new PasswordOptions(), OrderId());
        var contract = new Option<string>("--contract") { Description = "The contract that pays for it.", Required = true };
        var (name, quota) = (Name(), QuotaOption());
        var command = new VerbCommand("create", "Creates a mailbox; without a password given, a generated one is shown once.",
            "oss mailboxes create anna@example.org --contract K-4711 --name 'Anna Müller' --quota 2G", "oss mailboxes create anna@example.org --contract K-4711 --password-stdin < secret") { address, contract, name, quota, id };
        secret.AddTo(command);
        return terminal.Runs(command, async (parsed, platform, cancellationToken) => await secret.UseAsync(terminal, parsed, platform, password => platform.OrderAsync(
            parsed.GetValue(id),
            new MailboxItemRequest(OrderAction.Provide, parsed.GetRequiredValue(address), parsed.GetValue(contract), password, parsed.GetValue(name), Size(parsed, quota)),
            $"Created {parsed.GetValue(address)}.", cancellationToken)));
    }

    private static Command Password(Terminal terminal)
    {
        var (address, secret) = (Address(), new PasswordOptions());
        var command = new VerbCommand("password", "Sets a password; without one given, a generated one is shown once.", "oss mailboxes password anna@example.org --reason 'ticket 7'") { address };
        secret.AddTo(command);
        return terminal.Runs(command, async (parsed, platform, cancellationToken) => await secret.UseAsync(terminal, parsed, platform, password => platform.OrderAsync(
            null, new MailboxItemRequest(OrderAction.Modify, parsed.GetRequiredValue(address), Password: password), $"Password of {parsed.GetValue(address)} set.", cancellationToken)));
    }

    private static Command Change(Terminal terminal)
    {
        var (address, name, quota) = (Address(), Name(), QuotaOption());
        var renamed = new Option<string?>("--address") { Description = "Another primary address; the former one becomes an alias.", HelpName = "ADDRESS" };
        var command = new VerbCommand("change", "Changes name, quota or primary address.", "oss mailboxes change anna@example.org --quota 5G") { address, name, quota, renamed };
        return terminal.Runs(command, (parsed, platform, cancellationToken) => platform.OrderAsync(
            null,
            new MailboxItemRequest(OrderAction.Modify, parsed.GetRequiredValue(address), DisplayName: parsed.GetValue(name), Quota: Size(parsed, quota), NewAddress: parsed.GetValue(renamed)),
            $"Changed {parsed.GetValue(address)}.", cancellationToken));
    }

    private static Command Suspend(Terminal terminal, OrderAction action)
    {
        var verb = action == OrderAction.Suspend ? "suspend" : "resume";
        var address = Address();
        var login = new Option<bool>("--login") { Description = "Reading mail." };
        var send = new Option<bool>("--send") { Description = "Sending mail." };
        var receive = new Option<ReceivePolicy?>("--receive") { Description = action == OrderAction.Suspend ? "What a sender gets: Defer (4xx) or Refuse (5xx)." : "Receiving mail: Accept." };
        var command = new VerbCommand(verb, action == OrderAction.Suspend ? "Suspends login, sending or receiving; without options all three, mail being deferred." : "Takes back what was suspended; without options all.",
            $"oss mailboxes {verb} anna@example.org", $"oss mailboxes {verb} anna@example.org --send") { address, login, send, receive };
        return terminal.Runs(command, (parsed, platform, cancellationToken) =>
        {
            bool? Axis(Option<bool> option) => parsed.GetValue(option) ? true : null;
            var change = new SuspensionChange(Axis(login), Axis(send), parsed.GetValue(receive));
            return platform.OrderAsync(
                null, new MailboxItemRequest(action, parsed.GetRequiredValue(address), Suspension: change == new SuspensionChange() ? null : change),
                action == OrderAction.Suspend ? $"Suspended {parsed.GetValue(address)}." : $"Resumed {parsed.GetValue(address)}.", cancellationToken);
        });
    }

    private static Command Terminate(Terminal terminal)
    {
        var address = Address();
        var days = new Option<int?>("--grace-days") { Description = "Days for which it can be restored; without it, as the platform is set." };
        var command = new VerbCommand("terminate", "Ends a mailbox; its mail is kept for a time.", "oss mailboxes terminate anna@example.org --grace-days 90") { address, days };
        return terminal.Runs(command, (parsed, platform, cancellationToken) => platform.OrderAsync(
            null, new MailboxItemRequest(OrderAction.Terminate, parsed.GetRequiredValue(address), GraceDays: parsed.GetValue(days)), $"Ended {parsed.GetValue(address)}.", cancellationToken));
    }

    private static Command Restore(Terminal terminal)
    {
        var address = Address();
        var command = new VerbCommand("restore", "Brings an ended mailbox back, with its mail and addresses.", "oss mailboxes restore anna@example.org") { address };
        return terminal.Runs(command, (parsed, platform, cancellationToken) => platform.OrderAsync(
            null, new MailboxItemRequest(OrderAction.Restore, parsed.GetRequiredValue(address)), $"Restored {parsed.GetValue(address)}.", cancellationToken));
    }

    private static Command Purge(Terminal terminal)
    {
        var (address, erase) = (Address(), new Option<bool>("--erase") { Description = "Erases with the mail whatever is personal in the records about the mailbox." });
        var command = new VerbCommand("purge", "Deletes an ended mailbox's mail for good.", "oss mailboxes purge anna@example.org --erase --reason 'asked for by its owner'") { address, erase };
        return terminal.Runs(command, (parsed, platform, cancellationToken) => platform.OrderAsync(
            null, new MailboxItemRequest(OrderAction.Purge, parsed.GetRequiredValue(address), Erase: parsed.GetValue(erase) ? true : null), $"Purged {parsed.GetValue(address)}.", cancellationToken));
    }

    private static Command SendAs(Terminal terminal, bool allow)
    {
        var (address, sender) = (Address(), new Argument<string>("sender") { Description = "The address of another that is sent by." });
        var command = allow
            ? new VerbCommand("allow-sending-as", "Lets a mailbox send by an address of another.", "oss mailboxes allow-sending-as anna@example.org director@example.org")
            : new VerbCommand("forbid-sending-as", "Takes the right to send by an address of another.", "oss mailboxes forbid-sending-as anna@example.org director@example.org");
        command.Add(address);
        command.Add(sender);
        return terminal.Runs(command, (parsed, platform, cancellationToken) => platform.OrderAsync(
            null, new SendingRightItemRequest(allow ? OrderAction.Provide : OrderAction.Terminate, parsed.GetRequiredValue(sender), parsed.GetRequiredValue(address)),
            $"{parsed.GetValue(address)} {(allow ? "may" : "may no longer")} send as {parsed.GetValue(sender)}.", cancellationToken));
    }

    internal static Argument<string> Address() => new("address") { Description = "The primary address." };

    private static Option<string?> Name() => new("--name") { Description = "The name shown to people." };

    private static Option<string?> OrderId() => new("--id") { Description = "A number of your own: the same command again with it does nothing twice." };

    private static Option<string?> QuotaOption()
    {
        var quota = new Option<string?>("--quota") { Description = "Like 500M, 2G, unlimited.", HelpName = "SIZE" };
        quota.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && SizeText.Parse(text) is null)
                result.AddError($"'{text}' is no size; it reads like 500M, 2G or unlimited.");
        });
        return quota;
    }

    private static Quota? Size(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { Length: <= ReasonableAddress } text ? SizeText.Parse(text) : null;
}

/// <summary>Which mailboxes, by options.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string?> _tenant = new("--tenant") { Description = "The customer's number." };
    private readonly Option<string?> _contract = new("--contract") { Description = "The contract's number." };
    private readonly Option<MailboxState?> _state = new("--state") { Description = "Where they stand." };

    public void AddTo(Command command)
    {
        command.Add(_tenant);
        command.Add(_contract);
        command.Add(_state);
    }

    public MailboxFilter Of(ParseResult parsed) => new("", parsed.GetValue(_tenant), parsed.GetValue(_contract), parsed.GetValue(_state));
}
