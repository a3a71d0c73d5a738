using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Planning;

/// <summary>The plan of one item: what stands against it, or what it does.</summary>
internal sealed class ItemPlan(OrderPlan order, int position, OrderItemRequest request)
{
    private readonly List<DomainError> _errors = [];
    private readonly List<Finding> _findings = [];
    private readonly string _path = $"items[{position - 1}].{OrderValidator.Subject(request)}";

    public int Position => position;

    public OrderItemRequest Request => request;

    public OrderSubjects Subjects => order.Subjects;

    public Access.Actor Actor => order.Actor;

    public DateTime Now => order.Now;

    public Mailboxes.LifeCycleOptions LifeCycle => order.LifeCycle;

    /// <summary>Until when an address freed now is kept from strangers.</summary>
    public DateTime? QuarantineEnds => LifeCycle.QuarantineDays > 0 ? Now.AddDays(LifeCycle.QuarantineDays) : null;

    public IReadOnlyList<DomainError> Errors => _errors;

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>What it does; <see langword="null"/> when it cannot be done.</summary>
    public ItemOutcome? Outcome { get; private set; }

    /// <summary>What it adds to its subscription's counts.</summary>
    public SubscriptionCounts Added { get; private set; }

    /// <summary>Why it cannot be done.</summary>
    public DomainError? Failure => _findings.Count > 0 ? new DomainError.Validation(_findings) : _errors.FirstOrDefault();

    public void Apply()
    {
        var (before, snapshot) = (Subjects.AllCounts(), Snapshot());
        switch (request)
        {
            case ProductItemRequest product:
                ProductItems.Plan(this, product);
                break;
            case SubscriptionItemRequest subscription:
                SubscriptionItems.Plan(this, subscription);
                break;
            case DomainItemRequest domain:
                DomainItems.Plan(this, domain);
                break;
            case MailboxItemRequest mailbox:
                MailboxItems.Plan(this, mailbox);
                break;
            case AliasItemRequest alias:
                AliasItems.Plan(this, alias);
                break;
            case SendingRightItemRequest right:
                SendingRightItems.Plan(this, right);
                break;
            case RelayItemRequest relay:
                RelayItems.Plan(this, relay);
                break;
            case RulesItemRequest rules:
                RulesItems.Plan(this, rules);
                break;
        }

        if (Outcome is not { } outcome)
            return;

        Outcome = outcome with { Before = snapshot, After = request.Action == OrderAction.Terminate ? null : Snapshot() };
        if (outcome.Subscription is { } subject)
            Added = Subjects.Counts(subject) - before.GetValueOrDefault(subject.Id);
    }

    private string? Snapshot() => request switch
    {
        ProductItemRequest p => AuditSnapshot.Of(Subjects.Product(p.Code)),
        SubscriptionItemRequest s => AuditSnapshot.Of(Subjects.AnySubscription(s.ContractNumber)),
        DomainItemRequest d => AuditSnapshot.Of(Subjects.Domain(DomainName.TryParse(d.Name)!)),
        MailboxItemRequest m => AuditSnapshot.Of(
            Subjects.Mailbox(EmailAddress.TryParse(m.Address)!.Value) ?? (Outcome is null ? null : Subjects.AnyAddress(EmailAddress.TryParse(m.NewAddress ?? m.Address)!.Value)?.Mailbox)),
        RulesItemRequest r => Subjects.Mailbox(EmailAddress.TryParse(r.Mailbox)!.Value) is { } mailbox ? AuditSnapshot.Of(Subjects.Sheet(mailbox)) : null,
        AliasItemRequest a => AuditSnapshot.Of(Subjects.Address(AliasKey.TryParse(a.Address)!.Value.Value)),
        RelayItemRequest r => EmailAddress.TryParse(r.Name) is { } name ? AuditSnapshot.Of(Subjects.Mailbox(name.Value)) : AuditSnapshot.Of(Subjects.Domain(DomainName.TryParse(r.Name)!)),
        _ => null,
    };

    /// <summary>The item cannot be done.</summary>
    public void Fail(DomainError error) => _errors.Add(error);

    /// <summary>A field of the item breaks a rule.</summary>
    /// <param name="field">With its leading dot or bracket, as in <c>.targets</c>.</param>
    /// <param name="code">From the catalogue.</param>
    /// <param name="text">One English sentence.</param>
    public void Find(string field, string code, string text) => _findings.Add(new Finding(_path + field, code, text));

    /// <summary>The item is done, as far as the database is concerned.</summary>
    public void Done(string key, Subscription? subscription, string sentence, ItemUndo? undo, Guid? mailboxId = null, bool needsPlatform = false)
    {
        if (subscription is not null)
            Subjects.Touch(subscription);
        Outcome = new ItemOutcome(key, subscription, sentence, undo, mailboxId, needsPlatform);
    }
}

/// <summary>What an item does.</summary>
/// <param name="Key">The subject's normalised key.</param>
/// <param name="Subscription">The subscription concerned; <see langword="null"/> for a product, which is nobody's.</param>
/// <param name="Sentence">What is done, without secrets.</param>
/// <param name="Undo">How to undo it; <see langword="null"/> when it cannot be undone.</param>
/// <param name="MailboxId">The mailbox concerned.</param>
/// <param name="NeedsPlatform">Whether the mail platform has a part in it.</param>
/// <param name="Before">What there was, for the record.</param>
/// <param name="After">What there is, for the record.</param>
internal sealed record ItemOutcome(string Key, Subscription? Subscription, string Sentence, ItemUndo? Undo, Guid? MailboxId, bool NeedsPlatform, string? Before = null, string? After = null);
