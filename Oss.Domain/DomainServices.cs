using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Oss.Domain.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.Domain.Demo;
using Oss.Domain.Domains;
using Oss.Domain.Domains.Dns;
using Oss.Domain.Events;
using Oss.Domain.Idempotency;
using Oss.Domain.Mailboxes;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.MailQuarantine;
using Oss.Domain.MailQueue;
using Oss.Domain.Orders;
using Oss.Domain.Orders.Batches;
using Oss.Domain.Packages;
using Oss.Domain.Passwords;
using Oss.Domain.Persistence;
using Oss.Domain.Rules;
using Oss.Domain.Search;
using Oss.Domain.SmtpAuthRollout;
using Oss.Domain.Statistics;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;
using Oss.Domain.Trace;
using Oss.Domain.Webhooks;

namespace Oss.Domain;

/// <summary>Registers the domain.</summary>
public static class DomainServices
{
    /// <summary>Registers database, use cases and console users. The host adds an <see cref="MailPlatform.IMailPlatform"/>, an <see cref="MailPlatform.IMailQueue"/> and an <see cref="MailPlatform.IMailQuarantine"/>.</summary>
    public static IServiceCollection AddOssDomain(this IServiceCollection services, OssDatabaseOptions database)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<WebhookOptions>();
        services.AddOptions<LifeCycleOptions>();
        services.AddOptions<AuditOptions>();
        services.AddOptions<DomainOptions>();
        services.AddOptions<MasterLoginOptions>();
        services.AddOptions<TraceOptions>();
        services.AddOssDatabase(database);
        services.AddDataProtection().SetApplicationName("oss").PersistKeysToDbContext<OssDbContext>();
        services.AddSingleton<SecretsKey>().AddSingleton<ProtectStoredKeys>().AddOptions<SecretsOptions>();
        services.AddOptions<KeyManagementOptions>().Configure<SecretsKey>((keys, key) => keys.XmlEncryptor = key.IsConfigured ? new SecretsKeyEncryptor(key) : null);
        services.AddIdentityCore<ConsoleUser>(identity =>
        {
            identity.Password.RequiredLength = ConsolePasswords.MinLength;
            identity.Password.RequireNonAlphanumeric = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireDigit = false;
        }).AddEntityFrameworkStores<OssDbContext>();

        return services
            .AddSingleton<OrderLease>().AddSingleton<OrdersAtWork>().AddSingleton<ExecutePlan>().AddSingleton<OrderExecution>().AddSingleton<MailboxReconciliation>().AddSingleton<EmptyVolume>()
            .AddSingleton<SubmitOrder>().AddSingleton<CheckOrder>().AddSingleton<GetOrder>().AddSingleton<AmendOrder>().AddSingleton<CancelOrder>().AddSingleton<RetryOrder>()
            .AddSingleton<SubmitBatch>().AddSingleton<GetBatch>().AddSingleton<EventSequencer>().AddSingleton<GetEvents>()
            .AddSingleton<WebhookTargets>().AddSingleton<WebhookSender>().AddSingleton<WebhookDispatcher>().AddSingleton<ManageWebhooks>()
            .AddSingleton<SearchOrders>().AddSingleton<GetOrderDetails>()
            .AddSingleton<SearchAudit>().AddSingleton<GetTenantUse>().AddSingleton<ListProductUse>()
            .AddSingleton<SearchMailboxes>().AddSingleton<GetMailbox>().AddSingleton<VerifiedPasswords>().AddSingleton<AuthenticateMailbox>().AddSingleton<FindRevokedLogins>().AddSingleton<AccessChanges>().AddSingleton<FindNeighbour>().AddSingleton<ListPoolMailboxes>().AddSingleton<PlatformSecrets>().AddSingleton<FindScramKeys>().AddSingleton<LogInAsMaster>().AddSingleton<ResolveAddress>().AddSingleton<MaySendAs>().AddSingleton<MayForwardElsewhere>().AddSingleton<ListExternalForwards>()
            .AddSingleton<AuditSigningKey>().AddSingleton<AuditSealer>().AddSingleton<VerifyAudit>().AddSingleton<EraseAudit>().AddSingleton<EraseMailboxRecords>().AddSingleton<NoteAudit>()
            .AddSingleton<SearchQueue>().AddSingleton<GetQueuedMessage>().AddSingleton<ChangeQueue>()
            .AddSingleton<QuarantineScope>().AddSingleton<SearchQuarantine>().AddSingleton<GetQuarantined>().AddSingleton<ChangeQuarantine>()
            .AddSingleton<GetRules>().AddSingleton<TryRules>().AddSingleton<ImportScript>().AddSingleton<SignInMailUser>().AddSingleton<FindMailUser>().AddSingleton<ChangeMailUserPassword>()
            .AddScoped<ConsolePasswords>().AddScoped<SignInConsoleUser>().AddScoped<ChangeOwnPassword>().AddSingleton<FindConsoleSession>()
            .AddScoped<ConsoleUserAdministration>().AddSingleton<ListConsoleUsers>().AddScoped<CreateConsoleUser>().AddScoped<ChangeConsoleUser>()
            .AddScoped<LockConsoleUser>().AddScoped<ResetConsolePassword>()
            .AddSingleton<KeepReplies>().AddSingleton<ApiClientMemory>().AddSingleton<AuthenticateApiClient>().AddSingleton<ManageApiClients>().AddScoped<FirstStart>().AddScoped<CommandLineOperator>().AddSingleton<SeedDemo>().AddSingleton<SeedSample>()
            .AddSingleton<ListProducts>().AddSingleton<PreviewProduct>().AddSingleton<GetSubscription>().AddSingleton<GetTenant>().AddSingleton<SearchTenants>().AddSingleton<GetDomain>()
            .AddSingleton<RecordTrace>().AddSingleton<SearchTrace>().AddSingleton<GetTracedMessage>().AddSingleton<EraseTrace>()
            .AddSingleton<RecordLogins>().AddSingleton<ListMailboxLogins>().AddSingleton<GetUsage>().AddSingleton<RecordUnauthenticatedUse>().AddSingleton<ListUnauthenticatedUse>()
            .AddSingleton<RecordRead>().AddSingleton<DomainResolver>().AddSingleton<GetDomainRecords>().AddSingleton<CheckDomain>()
            .AddSingleton<DkimKeyMaker>().AddSingleton<CreateDkimKeys>().AddSingleton<SwitchDkimKeys>().AddSingleton<RemoveDkimKey>().AddSingleton<GetDkimSigningKeys>()
            .AddSingleton<ExportMailboxes>().AddSingleton<WriteArchive>().AddSingleton<GetArchives>().AddSingleton<ExpireArchives>().AddSingleton<GetAddress>().AddSingleton<CheckAddress>().AddSingleton<SearchAnything>();
    }
}
