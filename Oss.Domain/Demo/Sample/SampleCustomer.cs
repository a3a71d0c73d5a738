using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;

namespace Oss.Domain.Demo.Sample;

/// <summary>A customer with all that it has.</summary>
internal sealed record SampleCustomer(
    Tenant Tenant, List<Subscription> Subscriptions, List<MailDomain> Domains, List<Mailbox> Mailboxes, List<Address> Addresses);
