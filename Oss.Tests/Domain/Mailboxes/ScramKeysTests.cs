using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Passwords;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Mailboxes;

public sealed class ScramKeysTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task Keys_come_and_go_with_the_password_and_only_clear_text_has_them(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain) with { Password = new PasswordChange("geheim-42", IsHash: false) }]);

        var first = await KeysAsync(node, "erika@" + domain);
        IsOf(first, "geheim-42").ShouldBeTrue();
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Modify, "erika@" + domain, Password: new PasswordChange("geheim-43", IsHash: false)));
        IsOf(await KeysAsync(node, "ERIKA@" + domain), "geheim-43").ShouldBeTrue();
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Modify, "erika@" + domain, Password: new PasswordChange(An.Hash, IsHash: true)));

        var invented = await KeysAsync(node, "erika@" + domain);
        IsOf(invented, "geheim-43").ShouldBeFalse();
        IsOf(invented, An.Password).ShouldBeFalse();
    }

    [Theory, EachDatabase]
    public async Task A_name_that_is_not_there_has_the_same_salt_each_time_on_every_node(DatabaseProvider provider)
    {
        var (one, two) = (await databases.NodeOnAsync(provider), await databases.NodeOnAsync(provider));
        var domain = An.Key() + ".example";
        await one.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain) with { Password = new PasswordChange("geheim-42", IsHash: false) }]);
        var real = await KeysAsync(one, "erika@" + domain);

        foreach (var name in new[] { "niemand@" + domain, "niemand@nowhere.example", "niemand", "" })
        {
            var keys = await KeysAsync(one, name);
            var again = await KeysAsync(two, name.ToUpperInvariant() is var upper && name.Contains('@', StringComparison.Ordinal) ? upper : name);
            again.Salt.ShouldBe(keys.Salt, name);
            (keys.Iterations, keys.Salt.Length, keys.StoredKey.Length).ShouldBe((real.Iterations, real.Salt.Length, real.StoredKey.Length));
        }

        (await KeysAsync(one, "niemand@" + domain)).Salt.ShouldNotBe((await KeysAsync(one, "keiner@" + domain)).Salt);
    }

    [Fact]
    public void A_password_with_umlauts_is_the_same_however_it_is_typed_and_its_keys_can_be_stored()
    {
        var salt = new byte[16];
        ScramKeys.Create("Gru\u0308\u00DF\u00ADe\u00A0\u2460", salt, 4096).StoredKey.ShouldBe(ScramKeys.Create("Gr\u00FC\u00DFe 1", salt, 4096).StoredKey);
        var keys = ScramKeys.Create("geheim");
        keys.ToStored().Length.ShouldBeLessThanOrEqualTo(ScramKeys.MaxLength);
        ScramKeys.TryParse(keys.ToStored())!.ServerKey.ShouldBe(keys.ServerKey);
        foreach (var broken in new[] { null, "", "{SCRAM-SHA-256}1,2", "{SHA}x", "{SCRAM-SHA-256}x,AA==,AA==,AA==", "{SCRAM-SHA-256}4096,!,AA==,AA==" })
            ScramKeys.TryParse(broken).ShouldBeNull();
    }

    private static Task<ScramKeys> KeysAsync(DomainNode node, string name) => node.Get<FindScramKeys>().ExecuteAsync(name, TestContext.Current.CancellationToken);

    private static bool IsOf(ScramKeys keys, string password) => ScramKeys.Create(password, keys.Salt, keys.Iterations).StoredKey.SequenceEqual(keys.StoredKey);
}
