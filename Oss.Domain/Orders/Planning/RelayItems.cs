using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Relaying;
using Oss.Domain.Rules;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans items about where the mail of a domain or of a mailbox goes on to.</summary>
internal static class RelayItems
{
    public static void Plan(ItemPlan plan, RelayItemRequest item)
    {
        if (item.Action is not (OrderAction.Provide or OrderAction.Terminate))
            plan.Find("", ErrorCodes.NotApplicable, $"Where mail goes on to cannot be ordered to {item.Action}; to provide replaces what there was.");
        else if (EmailAddress.TryParse(item.Name) is { } address)
            OfMailbox(plan, item, address);
        else if (plan.Subjects.Domain(DomainName.TryParse(item.Name)!) is { } domain)
            OfDomain(plan, item, domain);
        else
            plan.Fail(new DomainError.NotFound("domain", item.Name));
    }

    private static void OfDomain(ItemPlan plan, RelayItemRequest item, MailDomain domain)
    {
        var undo = new ResetDomainRelay(domain.Id, domain.RelayTo?.ToString(), domain.RelayRecipients);
        if (item.Action == OrderAction.Terminate)
        {
            if (domain.RelayTo is null)
                plan.Fail(new DomainError.NotFound("relay", domain.Name));
            else if (plan.Subjects.ListsRelayed(domain))
                plan.Fail(new DomainError.Conflict(ErrorCodes.NotEmpty, $"The domain '{domain.Name}' still lists addresses on the other server; end them first."));
            else
            {
                (domain.RelayTo, domain.RelayRecipients) = (null, RelayRecipients.Any);
                plan.Done(domain.Name, domain.Subscription, $"Domain {domain.Name}: mail ends here.", undo);
            }

            return;
        }

        var recipients = item.Recipients ?? RelayRecipients.Any;
        if (domain.AliasOfId is not null)
            plan.Find(".name", ErrorCodes.NotApplicable, $"The domain '{domain.Name}' is another name of '{domain.AliasOf?.Name}', whose mail goes where that one's goes.");
        else if (item.As is not null)
            plan.Find(".as", ErrorCodes.NotApplicable, "Addresses of a domain stay as they are; only a mailbox may have another name on the other server.");
        // It would never see any of it, and whoever ordered it would not know why.
        else if (recipients != RelayRecipients.Listed && plan.Subjects.AnyAddress($"@{domain.Name}") is not null)
            plan.Find(".recipients", ErrorCodes.NotApplicable, $"The catch-all of '{domain.Name}' takes what is not known here: end it first, or have listed recipients go on only.");
        else
        {
            (domain.RelayTo, domain.RelayRecipients) = (MailRoute.TryParse(item.To)!, recipients);
            plan.Done(domain.Name, domain.Subscription, $"Domain {domain.Name}: mail goes on to {domain.RelayTo}, for {Said(recipients)} recipients.", undo);
        }
    }

    private static void OfMailbox(ItemPlan plan, RelayItemRequest item, EmailAddress address)
    {
        if (plan.Subjects.Mailbox(address.Value) is not { } mailbox)
        {
            plan.Fail(new DomainError.NotFound("mailbox", address.Value));
            return;
        }

        var undo = new ResetMailboxRelay(mailbox.Id, mailbox.RelayTo?.ToString(), mailbox.RelayAs);
        if (item.Action == OrderAction.Terminate)
        {
            if (mailbox.RelayTo is null)
                plan.Fail(new DomainError.NotFound("relay", address.Value));
            else
            {
                (mailbox.RelayTo, mailbox.RelayAs) = (null, null);
                plan.Done(address.Value, mailbox.Subscription, $"Mailbox {address}: mail ends here.", undo, mailbox.Id);
            }

            return;
        }

        var route = MailRoute.TryParse(item.To)!;
        if (route.IsOwnExchangers)
            plan.Find(".to", ErrorCodes.NotApplicable, "The mail exchangers of a mailbox's domain are this platform; name the server that has the mailbox.");
        else if (item.Recipients is not null)
            plan.Find(".recipients", ErrorCodes.NotApplicable, "A mailbox is one recipient; only a domain has recipients to choose from.");
        else if (!item.EvenIfInUse && InUse(plan, mailbox) is { } use)
            plan.Find(".evenIfInUse", ErrorCodes.NotEmpty, $"The mailbox '{address}' {use}: its user reads nothing here while its mail goes elsewhere. Order it with evenIfInUse if that is meant.");
        else
        {
            (mailbox.RelayTo, mailbox.RelayAs) = (route, EmailAddress.TryParse(item.As)?.Value);
            plan.Done(
                address.Value, mailbox.Subscription, $"Mailbox {address}: mail goes on to {route}{(mailbox.RelayAs is { } name ? $" as {name}" : "")}.", undo, mailbox.Id);
        }
    }

    // Where mail goes elsewhere already, nothing is taken from its user.
    private static string? InUse(ItemPlan plan, Mailbox mailbox) => mailbox.RelayTo is not null ? null
        : plan.Subjects.HeldBy(mailbox) is { Messages: > 0 and var messages } ? $"holds {messages} messages"
        : plan.Subjects.Sheet(mailbox) switch
        {
            RuleSheet.ByHand => "has a mail filter, which will not run",
            RuleSheet.FromRules { Rules: { } rules } when rules.Forwarding is not null || rules.AutoReply is { Enabled: true } || rules.Rules.Count > 0 => "has rules, a forwarding or an automatic reply, which will not work",
            _ => null,
        };

    private static string Said(RelayRecipients recipients) => recipients switch
    {
        RelayRecipients.Listed => "listed",
        RelayRecipients.Verified => "verified",
        _ => "all",
    };
}
