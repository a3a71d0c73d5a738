using System.Net;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.MailEngine.Quarantine;
using Oss.MailEngine.Storage;
using Oss.Tests.Domain;
using Oss.Tests.MailEngine;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>Mail that is held back, for support, tenants and owners of mailboxes, each for what is theirs.</summary>
public sealed class QuarantinePageTests(ConsoleHosts hosts)
{
    [Fact]
    public async Task A_tenant_s_admin_sees_releases_and_deletes_what_is_held_for_the_own_mailboxes_and_nothing_else()
    {
        var host = await hosts.OnAsync();
        var (domain, mailbox) = await host.CustomerAsync();
        var (other, theirs) = await host.CustomerAsync();
        var (spam, virus, foreign, nobody) = (host.Mail.Hold(mailbox, $"erika@{domain}"), host.Mail.Hold(mailbox, $"erika@{domain}", QuarantineCause.Virus), host.Mail.Hold(theirs, $"erika@{other}"), host.Mail.Hold(null, $"x@{domain}"));
        using var admin = await host.SignedInAsync(Role.TenantAdmin, $"T-{domain}");

        await admin.GoAsync("/quarantine");
        admin.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(2);
        foreach (var id in (Guid[])[foreign, nobody])
        {
            (await admin.GoAsync($"/quarantine/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
            (await admin.GoAsync($"/quarantine/{id}/header")).Status.ShouldBe(HttpStatusCode.NotFound);
            await admin.GoAsync("/quarantine");
            await admin.PostAsync("/quarantine/delete", new() { ["__RequestVerificationToken"] = admin.Token, ["message"] = $"{id}" });
            await admin.PostAsync("/quarantine/release", new() { ["__RequestVerificationToken"] = admin.Token, ["message"] = $"{id}" });
            (await host.Mail.Engine.Quarantine.FindAsync(id, default)).ShouldNotBeNull().IsReleased.ShouldBeFalse();
        }

        (await admin.GoAsync($"/quarantine?mailbox={theirs}")).Page.QuerySelectorAll("tbody tr").ShouldBeEmpty();
        await admin.GoAsync($"/quarantine/{spam}/header");
        admin.Text.ShouldContain("Subject: Gewinn");
        admin.Text.ShouldNotContain("the body");
        await admin.GoAsync($"/quarantine/{virus}");
        admin.Page.Forms.ShouldNotContain(f => f.GetAttribute("action") == "/quarantine/release");
        await admin.PostAsync("/quarantine/release", new() { ["__RequestVerificationToken"] = admin.Token, ["message"] = $"{virus}" });
        admin.Text.ShouldContain("only an operator lets it go");

        await admin.GoAsync($"/quarantine/{spam}");
        await admin.SubmitAsync("/quarantine/release");
        admin.Text.ShouldContain("is released");
        (await host.Mail.Engine.Quarantine.FindAsync(spam, default)).ShouldNotBeNull().IsReleased.ShouldBeTrue();
        await admin.GoAsync($"/quarantine/{virus}");
        await admin.SubmitAsync("/quarantine/delete");
        (await host.Mail.Engine.Quarantine.FindAsync(virus, default)).ShouldBeNull();
        (await host.QueryAsync(db => db.AuditEntries.Where(e => e.Subject == $"{spam:N}").OrderBy(e => e.At).Select(e => e.Action).ToListAsync())).ShouldBe(["read.quarantined-header", "quarantine.release"]);
        (await host.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Subject == $"{virus:N}"))).TenantId.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_owner_of_a_mailbox_releases_the_own_mail_and_sees_no_other()
    {
        var host = await hosts.OnAsync();
        var (domain, mailbox) = await host.CustomerAsync();
        var (_, theirs) = await host.CustomerAsync();
        var (mine, foreign) = (host.Mail.Hold(mailbox, $"erika@{domain}"), host.Mail.Hold(theirs, "x@other.example"));
        using var owner = new ConsoleBrowser(host.Root);
        await owner.GoAsync("/self/sign-in");
        await owner.SubmitAsync("/self/sign-in", ("address", $"erika@{domain}"), ("password", An.Password));
        owner.Text.ShouldContain("Quarantine");
        owner.Text.ShouldNotContain("x@other.example");
        await owner.PostAsync("/self/quarantine/release", new() { ["__RequestVerificationToken"] = owner.Token, ["message"] = $"{foreign}" });
        (await host.Mail.Engine.Quarantine.FindAsync(foreign, default)).ShouldNotBeNull().IsReleased.ShouldBeFalse();
        await owner.SubmitAsync("/self/quarantine/release");
        owner.Text.ShouldContain("is released");
        (await host.Mail.Engine.Quarantine.FindAsync(mine, default)).ShouldNotBeNull().IsReleased.ShouldBeTrue();
    }

    [Fact]
    public async Task Support_finds_what_is_held_for_a_mailbox_and_an_auditor_only_looks()
    {
        var host = await hosts.OnAsync();
        var (domain, mailbox) = await host.CustomerAsync();
        var id = host.Mail.Hold(mailbox, $"erika@{domain}");
        using var support = await host.SignedInAsync(Role.Support);
        await support.GoAsync($"/mailboxes/{mailbox}");
        await support.GoAsync(support.Page.QuerySelector("a[href^='/quarantine?']")!.GetAttribute("href")!);
        support.Page.QuerySelectorAll("tbody tr").ShouldHaveSingleItem().TextContent.ShouldContain("win@sender.example");
        using var auditor = await host.SignedInAsync(Role.Auditor);
        await auditor.GoAsync($"/quarantine/{id}");
        auditor.Page.QuerySelectorAll("main form").ShouldBeEmpty();
    }
}

internal static class HeldMailOf
{
    /// <summary>Holds a message back for a mailbox.</summary>
    public static Guid Hold(this MailNode node, Guid? mailbox, string recipient, QuarantineCause cause = QuarantineCause.Spam)
    {
        var store = new QuarantineStore(Path.Combine(node.Root, "spool", "quarantine"), node.Time);
        var before = store.All().Select(entry => entry.Id).ToHashSet();
        var content = SpooledMessage.Create(Path.Combine(node.Root, "spool"));
        content.WriteAsync("Subject: Gewinn\r\n\r\nthe body\r\n"u8.ToArray(), default).AsTask().GetAwaiter().GetResult();
        content.CompleteAsync(default).GetAwaiter().GetResult();
        store.Add(content, "win@sender.example", [(mailbox, [recipient])], cause, "a reason");
        content.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return store.All().Select(entry => entry.Id).Single(id => !before.Contains(id));
    }
}
