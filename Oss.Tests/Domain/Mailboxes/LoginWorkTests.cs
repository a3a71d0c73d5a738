using Microsoft.EntityFrameworkCore;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Passwords;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Mailboxes;

/// <summary>How long a refused login takes says nothing about whether there is such a user. Not the clock is read but the work counted: passwords hashed, with what cost, and questions to the database.</summary>
public sealed class LoginWorkTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task An_unknown_user_costs_as_much_work_as_a_wrong_password(DatabaseProvider provider)
    {
        // From before the node's first question: EF looks once a second whether somebody listens.
        using var questions = new Questions();
        var node = await databases.NodeOnAsync(provider);
        var (domain, other) = (An.Key() + ".example", An.Key() + ".example");
        await node.SubmitAsync(
            [.. An.Customer(domain), An.Mailbox("erika@" + domain) with { Password = new PasswordChange("geheim-42", IsHash: false) }, An.Alias("info@" + domain, "erika@" + domain)]);
        await node.SubmitAsync([.. An.Customer(other), An.Mailbox("erich@" + other) with { Password = new PasswordChange("geheim-43", IsHash: false) }]);
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Suspend, "erich@" + other));
        var hashes = new List<string>();
        // What a hash costs stands before its salt.
        var login = new AuthenticateMailbox(node.Get<IDbContextFactory<OssDbContext>>(), new VerifiedPasswords(TimeProvider.System, (stored, password) =>
        {
            hashes.Add(stored[..stored.LastIndexOf('$', stored.LastIndexOf('$') - 1)]);
            return PasswordHash.Verify(stored, password);
        }), node.Get<DirectoryChanges>(), TimeProvider.System);

        var wrong = await WorkOfAsync("erika@" + domain);
        wrong.Hashes.ShouldHaveSingleItem().ShouldStartWith("{ARGON2ID}");
        wrong.Questions.ShouldBeGreaterThan(0);
        foreach (var name in new[] { "nobody@" + domain, "info@" + domain, "erich@" + other, "nobody@" + other, "nobody@elsewhere.example" })
        {
            var work = await WorkOfAsync(name);
            work.Hashes.ShouldBe(wrong.Hashes, name);
            work.Questions.ShouldBe(wrong.Questions, name);
        }

        (await login.ExecuteAsync("erika@" + domain, "geheim-42", ProductFeatures.Imap, Token)).ShouldBeOfType<MailboxLogin.Accepted>();
        // A password that was right a moment ago makes the next wrong one no cheaper.
        var after = await WorkOfAsync("erika@" + domain);
        after.Hashes.ShouldBe(wrong.Hashes);
        after.Questions.ShouldBe(wrong.Questions);

        async Task<(IReadOnlyList<string> Hashes, int Questions)> WorkOfAsync(string name)
        {
            hashes.Clear();
            var before = questions.Count;
            (await login.ExecuteAsync(name, "wrong", ProductFeatures.Imap, Token)).ShouldBeOfType<MailboxLogin.Rejected>();
            return ([.. hashes], questions.Count - before);
        }
    }
}
