using System.Security.Cryptography.X509Certificates;
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.ServiceModel.Security;
using Oss.Api.Soap.Catalog;
using Oss.Api.Soap.Configuration;
using Oss.Api.Soap.Contract;
using Oss.Api.Soap.Information;
using Oss.Api.Soap.Orders;
using Oss.Domain.Orders;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.Soap;

/// <summary>The client of .NET, over TLS as it insists: HTTP Basic, and a UsernameToken.</summary>
public sealed class ChannelFactoryTests(ApiHost host)
{
    private static readonly string[] Ways = ["basic", "wss11", "wss12"];

    public static TheoryData<string> EveryWay => [.. Ways];

    [Theory]
    [MemberData(nameof(EveryWay))]
    public async Task An_order_its_replay_and_every_refusal_arrive_typed(string way)
    {
        using var factory = Factory(way, ApiHost.Secret);
        var service = factory.CreateChannel();
        var number = Envelopes.Unique("d");

        var first = await service.SubmitOrderAsync(Order(number, Mailbox(number, $"anna@{number}.example", 1000)));
        var second = await service.SubmitOrderAsync(Order(number, Mailbox(number, $"anna@{number}.example", 1000)));
        var found = await service.GetOrderAsync(new GetOrderRequest { Id = first.Order.Id });
        var mismatch = await Should.ThrowAsync<FaultException<ConflictFault>>(() => service.SubmitOrderAsync(Order(number)));
        var invalid = await Should.ThrowAsync<FaultException<ValidationFault>>(
            () => service.SubmitOrderAsync(Order(number + "x", Mailbox(number + "x", "no address", 1))));
        var limit = await Should.ThrowAsync<FaultException<LimitExceededFault>>(
            () => service.SubmitOrderAsync(Order(number + "x", Mailbox(number + "x", $"anna@{number}x.example", 1L << 50))));

        (first.Order.State, first.Replayed).ShouldBe((OrderState.Completed, false));
        (second.Order.Id, second.Replayed).ShouldBe((first.Order.Id, true));
        found.Order.Items.Select(item => item.Key).ShouldBe([number, $"{number}.example", $"anna@{number}.example"]);
        mismatch.Detail.Code.ShouldBe("order-mismatch");
        invalid.Detail.Findings.ShouldContain(finding => finding.Path == "items[2].mailbox.address");
        (limit.Detail.Limit.Name, limit.Detail.Limit.Requested).ShouldBe(("quota-per-mailbox", 1L << 50));
    }

    [Fact]
    public async Task A_wrong_password_is_401()
    {
        using var factory = Factory("basic", "wrong");

        await Should.ThrowAsync<MessageSecurityException>(() => factory.CreateChannel().SubmitOrderAsync(Order("1")));
    }

    [Theory]
    [InlineData("wss11")]
    [InlineData("wss12")]
    public async Task A_wrong_password_in_a_token_is_a_security_exception(string way)
    {
        using var factory = Factory(way, "wrong");

        // .NET makes an exception of its own of the fault codes of WS-Security.
        var refused = await Should.ThrowAsync<SecurityAccessDeniedException>(() => factory.CreateChannel().SubmitOrderAsync(Order("1")));

        refused.Message.ShouldBe("The credentials are refused.");
    }

    [Theory]
    [MemberData(nameof(EveryWay))]
    public async Task Settings_are_changed_looked_up_and_answered_in_German(string way)
    {
        using var orders = Factory(way, ApiHost.Secret);
        using var changes = Factory<IConfigurationService>(way, ApiHost.Secret, "configuration");
        using var looks = Factory<IInformationService>(way, ApiHost.Secret, "information");
        using var catalog = Factory<ICatalogService>(way, ApiHost.Secret, "catalog");
        var number = Envelopes.Unique("d");
        var mailbox = $"anna@{number}.example";
        await orders.CreateChannel().SubmitOrderAsync(Order(number, Mailbox(number, mailbox, 1000)));

        var added = await changes.CreateChannel().AddAliasAsync(new AddAliasRequest { RequestId = number, Mailbox = mailbox, Alias = $"ä@{number}.example" });
        var again = await changes.CreateChannel().AddAliasAsync(new AddAliasRequest { RequestId = number, Mailbox = mailbox, Alias = $"ä@{number}.example" });
        var taken = await Should.ThrowAsync<FaultException<ConflictFault>>(() => changes.CreateChannel().AddAliasAsync(
            new AddAliasRequest { Context = new ContextHeader { Language = "de", OnBehalfOf = "Frau Müller", Reason = "Ticket 7" }, Mailbox = mailbox, Alias = mailbox }));
        var found = await looks.CreateChannel().GetMailboxAsync(new GetMailboxRequest { Address = $"Ä@{number}.example" });
        var part = await looks.CreateChannel().ListAddressesAsync(new ListAddressesRequest
        {
            Filter = new() { Mailbox = mailbox }, Page = new() { Limit = 1, LimitSpecified = true },
        });
        var last = await looks.CreateChannel().ListAddressesAsync(new ListAddressesRequest
        {
            Filter = new() { Mailbox = mailbox }, Page = new() { Limit = 1, LimitSpecified = true, Last = true, LastSpecified = true },
        });
        var before = await looks.CreateChannel().ListAddressesAsync(new ListAddressesRequest { Filter = new() { Mailbox = mailbox }, Page = new() { Before = last.Previous } });
        var products = await catalog.CreateChannel().ListProductsAsync(new ListProductsRequest());

        (added.Change.State, added.Change.Replayed).ShouldBe((OrderState.Completed, false));
        (again.Change.OrderId, again.Change.Replayed).ShouldBe((added.Change.OrderId, true));
        taken.Detail.Text.ShouldBe("Die Adresse ist vergeben.");
        found.Mailbox.Addresses.Select(address => address.Value).ShouldBe([mailbox, $"ä@{number}.example"]);
        (part.Addresses.ShouldHaveSingleItem().Value, part.Next).ShouldBe((mailbox, mailbox));
        (last.Addresses.ShouldHaveSingleItem().Value, last.Next, before.Addresses.ShouldHaveSingleItem().Value, before.Previous).ShouldBe(($"ä@{number}.example", null, mailbox, null));
        products.Products.Single(product => product.Code == "residential").Features.ShouldContain("Imap");
    }

    private ChannelFactory<IOrderService> Factory(string way, string secret) => Factory<IOrderService>(way, secret, "orders");

    private ChannelFactory<TService> Factory<TService>(string way, string secret, string path)
    {
        var factory = new ChannelFactory<TService>(
            way == "basic" ? Basic() : UserNameToken(way == "wss12"), new EndpointAddress(new Uri(host.SecureRoot, way == "basic" ? $"/soap/{path}" : $"/soap/{path}/wss")));
        (factory.Credentials.UserName.UserName, factory.Credentials.UserName.Password) = (ApiHost.Client, secret);
        factory.Credentials.ServiceCertificate.SslCertificateAuthentication = new X509ServiceCertificateAuthentication
        {
            CertificateValidationMode = X509CertificateValidationMode.Custom, CustomCertificateValidator = new OnlyThis(host.Certificate),
        };
        // Here, where the cause is thrown; a using that ends a factory that failed to open says only that it failed.
        factory.Open();
        return factory;
    }

    private static BasicHttpBinding Basic()
    {
        var binding = new BasicHttpBinding(BasicHttpSecurityMode.Transport);
        binding.Security.Transport.ClientCredentialType = HttpClientCredentialType.Basic;
        return binding;
    }

    private static CustomBinding UserNameToken(bool soap12)
    {
        var security = SecurityBindingElement.CreateUserNameOverTransportBindingElement();
        security.EnableUnsecuredResponse = true;
        var version = MessageVersion.CreateVersion(soap12 ? EnvelopeVersion.Soap12 : EnvelopeVersion.Soap11, AddressingVersion.None);
        return new CustomBinding(security, new TextMessageEncodingBindingElement(version, System.Text.Encoding.UTF8), new HttpsTransportBindingElement());
    }

    private static SubmitOrderRequest Order(string number, params ItemElement[] more) => new()
    {
        Order = new OrderElement
        {
            ExternalSystem = "crm-dotnet", ExternalId = number,
            Items =
            [
                new() { Action = OrderAction.Provide, Subscription = new() { ContractNumber = number, TenantNumber = number, TenantName = ".NET", Product = "customer-domain" } },
                new() { Action = OrderAction.Provide, Domain = new() { Name = $"{number}.example", ContractNumber = number } },
                .. more,
            ],
        },
    };

    private static ItemElement Mailbox(string number, string address, long quota) => new()
    {
        Action = OrderAction.Provide,
        Mailbox = new() { Address = address, ContractNumber = number, Password = new() { Clear = "correct horse battery" }, Quota = new() { Bytes = quota, BytesSpecified = true } },
    };

    private sealed class OnlyThis(X509Certificate2 certificate) : System.IdentityModel.Selectors.X509CertificateValidator
    {
        public override void Validate(X509Certificate2 certificate1) =>
            certificate1.Thumbprint.ShouldBe(certificate.Thumbprint);
    }
}
