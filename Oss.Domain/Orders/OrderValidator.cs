using FluentValidation;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Passwords;
using Oss.Domain.Relaying;
using Oss.Domain.Rules;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;

namespace Oss.Domain.Orders;

/// <summary>The rules an order must keep by itself, before anything is looked up.</summary>
public sealed class OrderValidator : AbstractValidator<OrderRequest>
{
    /// <summary>Creates the validator.</summary>
    public OrderValidator()
    {
        RuleFor(o => o.ExternalSystem).Text(OrderLimits.ExternalSystemLength);
        RuleFor(o => o.ExternalId).Text(OrderLimits.ExternalIdLength);
        RuleFor(o => o.Items.Count).InclusiveBetween(1, OrderLimits.Items).OverridePropertyName("Items")
            .WithErrorCode(ErrorCodes.Length).WithMessage($"An order has 1 to {OrderLimits.Items} items.");
        RuleFor(o => o.WaitSeconds).InclusiveBetween(0, OrderLimits.WaitSeconds)
            .WithErrorCode(ErrorCodes.OutOfRange).WithMessage($"A caller may wait 0 to {OrderLimits.WaitSeconds} seconds.");
        RuleForEach(o => o.Items).SetInheritanceValidator(items => items
            .Add(new Products())
            .Add(new Subscriptions())
            .Add(new Domains())
            .Add(new Mailboxes())
            .Add(new Aliases())
            .Add(new SendingRights())
            .Add(new Relays())
            .Add(new RulesValidator()));
    }

    /// <summary>Every broken rule, with paths as in <c>items[2].mailbox.address</c>.</summary>
    public IReadOnlyList<Finding> Findings(OrderRequest request) =>
        [.. Validate(request).Errors.Select(error => new Finding(Path(request, error.PropertyName), error.ErrorCode, error.ErrorMessage))];

    /// <summary>The name of the subject of a change of rules.</summary>
    internal const string Rules = "rules";

    /// <summary>The name of a domain.</summary>
    internal const string Domain = "domain";

    /// <summary>The name of an item's subject in paths and in stored orders.</summary>
    public static string Subject(OrderItemRequest item) => item switch
    {
        ProductItemRequest => "product",
        SubscriptionItemRequest => "subscription",
        DomainItemRequest => Domain,
        MailboxItemRequest => "mailbox",
        AliasItemRequest => "alias",
        RulesItemRequest => Rules,
        SendingRightItemRequest => "sendingRight",
        RelayItemRequest => "relay",
        _ => throw new ArgumentOutOfRangeException(nameof(item), item, "An unknown kind of item."),
    };

    private static string Path(OrderRequest request, string property)
    {
        var parts = property.Split('.').Select(part => char.ToLowerInvariant(part[0]) + part[1..]).ToList();
        if (parts.Count > 1 && parts[0].StartsWith("items[", StringComparison.Ordinal))
            parts.Insert(1, Subject(request.Items[int.Parse(parts[0][6..^1], System.Globalization.CultureInfo.InvariantCulture)]));

        return string.Join('.', parts);
    }

    private sealed class Products : AbstractValidator<ProductItemRequest>
    {
        private const int MaxProducts = 15;

        public Products()
        {
            RuleFor(p => p.Code).Must(code => code.Length is > 0 and <= Product.CodeLength && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
                .WithErrorCode(ErrorCodes.InvalidName).WithMessage($"1 to {Product.CodeLength} small letters, digits and hyphens.");
            RuleFor(p => p.Name).RequiredTo(OrderAction.Provide);
            RuleFor(p => p.Name!).Text(Product.NameLength).When(p => p.Name is not null);
            RuleForEach(p => p.Limits).Must(limit => !limit.Follow && limit.Maximum is null or >= 0 && (limit.Maximum ?? 0) <= limit.Limit.Highest()).When(p => p.Limits is not null)
                .WithErrorCode(ErrorCodes.OutOfRange).WithMessage("A limit of a product is 0 or more, or none.");
            RuleFor(p => p.MayBecome!.Count).LessThanOrEqualTo(MaxProducts).OverridePropertyName("MayBecome").When(p => p.MayBecome is not null)
                .WithErrorCode(ErrorCodes.Length).WithMessage($"At most {MaxProducts} products; {ProductItemRequest.AnyProduct} stands for any.");
        }
    }

    private sealed class Subscriptions : AbstractValidator<SubscriptionItemRequest>
    {
        public Subscriptions()
        {
            RuleFor(s => s.ContractNumber).Text(Subscription.ContractNumberLength);
            RuleFor(s => s.TenantNumber).RequiredTo(OrderAction.Provide).RequiredTo(OrderAction.Transfer);
            RuleForEach(s => s.Limits).Must(limit => limit.Maximum is null or >= 0).When(s => s.Limits is not null)
                .WithErrorCode(ErrorCodes.OutOfRange).WithMessage("A limit is 0 or more.");
            RuleFor(s => s.Product).RequiredTo(OrderAction.Provide);
            RuleFor(s => s.TenantNumber!).Text(Tenant.NumberLength).When(s => s.TenantNumber is not null);
            RuleFor(s => s.TenantName!).Text(Tenant.NameLength).When(s => s.TenantName is not null);
            RuleFor(s => s.Product!).Text(Product.CodeLength).When(s => s.Product is not null);
            RuleFor(s => s.ForbidExternalForwarding).Must((s, forbid) => forbid is null || s.Action is OrderAction.Provide or OrderAction.Modify)
                .WithErrorCode(ErrorCodes.NotApplicable).WithMessage("Forwarding elsewhere is forbidden or allowed when a subscription is provided or modified.");
        }
    }

    private sealed class Domains : AbstractValidator<DomainItemRequest>
    {
        public Domains()
        {
            RuleFor(d => d.Name).Must(name => DomainName.TryParse(name) is not null)
                .WithErrorCode(ErrorCodes.InvalidDomain).WithMessage("This is not a domain name like example.org.");
            RuleFor(d => d.ContractNumber).RequiredTo(OrderAction.Provide);
            RuleFor(d => d.AliasOf).Must(name => DomainName.TryParse(name) is not null).When(d => d.AliasOf is not null)
                .WithErrorCode(ErrorCodes.InvalidDomain).WithMessage("This is not a domain name like example.org.");
            RuleFor(d => d.NewName).Must(name => DomainName.TryParse(name) is not null).When(d => d.NewName is not null)
                .WithErrorCode(ErrorCodes.InvalidDomain).WithMessage("This is not a domain name like example.org.");
            RuleFor(d => d.MinNameLength).InclusiveBetween(1, EmailAddress.MaxLocalPartOctets)
                .WithErrorCode(ErrorCodes.OutOfRange).WithMessage($"1 to {EmailAddress.MaxLocalPartOctets}.");
        }
    }

    private sealed class Mailboxes : AbstractValidator<MailboxItemRequest>
    {
        public Mailboxes()
        {
            RuleFor(m => m.Address).Address();
            RuleFor(m => m.ContractNumber).RequiredTo(OrderAction.Provide);
            RuleFor(m => m.NewAddress!).Address().When(m => m.NewAddress is not null);
            RuleFor(m => m.Erase).Must((m, erase) => erase is not true || m.Action == OrderAction.Purge)
                .WithErrorCode(ErrorCodes.NotApplicable).WithMessage("What is personal is erased together with the mail: order it to Purge.");
            RuleFor(m => m.GraceDays).InclusiveBetween(0, OrderLimits.GraceDays)
                .WithErrorCode(ErrorCodes.OutOfRange).WithMessage($"0 to {OrderLimits.GraceDays} days.");
            RuleFor(m => m.Password).RequiredTo(OrderAction.Provide);
            RuleFor(m => m.DisplayName!).MaximumLength(Mailbox.DisplayNameLength)
                .WithErrorCode(ErrorCodes.Length).WithMessage($"At most {Mailbox.DisplayNameLength} characters.").When(m => m.DisplayName is not null);
            RuleFor(m => m.Password!).Must(p => PasswordHash.IsSupported(p.Value)).When(m => m.Password is { IsHash: true })
                .WithErrorCode(ErrorCodes.InvalidPasswordHash)
                .WithMessage("A hash is {ARGON2ID}, {SHA512-CRYPT}, {SHA256-CRYPT} or {BLF-CRYPT} followed by its crypt form.");
            RuleFor(m => m.Password!).Must(p => p.Value.Length is > 0 and <= PasswordHash.MaxPasswordOctets / 4)
                .When(m => m.Password is { IsHash: false }).WithErrorCode(ErrorCodes.Length)
                .WithMessage($"A password has 1 to {PasswordHash.MaxPasswordOctets / 4} characters.");
        }
    }

    private sealed class Aliases : AbstractValidator<AliasItemRequest>
    {
        public Aliases()
        {
            RuleFor(a => a.Address).Must(address => AliasKey.TryParse(address) is not null)
                .WithErrorCode(ErrorCodes.InvalidAddress).WithMessage("This is not an address like name@example.org, or @example.org for a catch-all.");
            RuleFor(a => a.Kind).RequiredTo(OrderAction.Provide);
            RuleFor(a => a.Targets).RequiredTo(OrderAction.Provide).When(a => a.Kind != AliasKind.Relayed);
            RuleFor(a => a.Targets).Null().When(a => a.Kind == AliasKind.Relayed)
                .WithErrorCode(ErrorCodes.NotApplicable).WithMessage("An address on another server leads nowhere here.");
            RuleFor(a => a.Kind).Must((a, kind) => (kind == AliasKind.CatchAll) == a.Address.StartsWith('@'))
                .When(a => a.Kind is not null && AliasKey.TryParse(a.Address) is not null)
                .WithErrorCode(ErrorCodes.NotApplicable).WithMessage("A catch-all, and nothing else, has an address like @example.org.");
            RuleFor(a => a.Targets!.Count).InclusiveBetween(1, OrderLimits.ForwardTargets).OverridePropertyName("Targets")
                .When(a => a.Targets is not null).WithErrorCode(ErrorCodes.Length).WithMessage($"1 to {OrderLimits.ForwardTargets} targets.");
            RuleForEach(a => a.Targets).Address().When(a => a.Targets is not null);
            RuleForEach(a => a.AddTargets).Address().When(a => a.AddTargets is not null);
            RuleForEach(a => a.RemoveTargets).Address().When(a => a.RemoveTargets is not null);
            RuleFor(a => a.AddTargets!.Count + (a.RemoveTargets == null ? 0 : a.RemoveTargets.Count)).LessThanOrEqualTo(2 * OrderLimits.ForwardTargets).OverridePropertyName("AddTargets")
                .When(a => a.AddTargets is not null).WithErrorCode(ErrorCodes.Length).WithMessage($"At most {2 * OrderLimits.ForwardTargets} targets at once.");
        }
    }

    private sealed class Relays : AbstractValidator<RelayItemRequest>
    {
        public Relays()
        {
            RuleFor(r => r.Name).Must(name => EmailAddress.TryParse(name) is not null || DomainName.TryParse(name) is not null)
                .WithErrorCode(ErrorCodes.InvalidAddress).WithMessage("This is neither a domain like example.org nor an address like name@example.org.");
            RuleFor(r => r.To).RequiredTo(OrderAction.Provide);
            RuleFor(r => r.To).Must(to => MailRoute.TryParse(to) is not null).When(r => r.To is not null)
                .WithErrorCode(ErrorCodes.InvalidRoute).WithMessage("A route reads like smtp:mail.example.org:25, smtps:mail.example.org:25, lmtp:[2001:db8::1]:24, mx:example.org or mx.");
            RuleFor(r => r.As!).Address().When(r => r.As is not null);
        }
    }

    private sealed class SendingRights : AbstractValidator<SendingRightItemRequest>
    {
        public SendingRights()
        {
            RuleFor(r => r.Address).Address();
            RuleFor(r => r.Mailbox).Address();
        }
    }
}

/// <summary>Rules that several items share.</summary>
internal static class OrderRules
{
    public static IRuleBuilderOptions<T, string> Text<T>(this IRuleBuilder<T, string> rule, int length) => rule
        .Must(text => !string.IsNullOrWhiteSpace(text) && text.Length <= length && !text.Any(char.IsControl))
        .WithErrorCode(ErrorCodes.Length).WithMessage($"1 to {length} characters, and no control characters.");

    public static IRuleBuilderOptions<T, string> Address<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(text => EmailAddress.TryParse(text) is not null)
        .WithErrorCode(ErrorCodes.InvalidAddress).WithMessage("This is not an address like name@example.org.");

    public static IRuleBuilderOptions<T, TProperty?> RequiredTo<T, TProperty>(this IRuleBuilder<T, TProperty?> rule, OrderAction action)
        where T : OrderItemRequest => rule
        .Must((item, value) => value is not null || item.Action != action)
        .WithErrorCode(ErrorCodes.Required).WithMessage($"Required to {action}.");
}

/// <summary>The key of an alias item: an address, or <c>@domain</c>.</summary>
internal readonly record struct AliasKey(string Value, DomainName Domain)
{
    public static AliasKey? TryParse(string? text) => text is ['@', .. var domain]
        ? DomainName.TryParse(domain) is { } name ? new AliasKey($"@{name.Value}", name) : null
        : EmailAddress.TryParse(text) is { } address ? new AliasKey(address.Value, address.Domain) : null;
}
