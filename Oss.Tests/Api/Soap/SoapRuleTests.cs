using System.Net;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oss.Domain.Persistence;
using Oss.Domain.Rules;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Soap;

/// <summary>What becomes of a mailbox's mail, ordered and looked at by SOAP.</summary>
public sealed class SoapRuleTests(ApiHost host)
{
    private const string Configuration = "urn:oss:configuration:2026-11";
    private const string Information = "urn:oss:information:2026-11";

    [Fact]
    public async Task Every_part_is_set_shown_and_taken_away()
    {
        using var client = host.Authenticated();
        var (address, id) = await MailboxAsync(client);
        (await ChangeAsync(client, "SetForwarding", address, "<Forwarding><Targets xmlns=\"urn:oss:orders:2026-11\"><Target>chef@elsewhere.example</Target></Targets><KeepCopy xmlns=\"urn:oss:orders:2026-11\">true</KeepCopy></Forwarding>")).ShouldBe("Completed");
        (await ChangeAsync(client, "SetAutoReply", address, "<AutoReply><From xmlns=\"urn:oss:orders:2026-11\">2026-12-01</From><Until xmlns=\"urn:oss:orders:2026-11\">2026-12-24</Until><Subject xmlns=\"urn:oss:orders:2026-11\">Bin dann mal weg – Übermorgen</Subject><Text xmlns=\"urn:oss:orders:2026-11\">Grüße\naus Köln</Text></AutoReply>")).ShouldBe("Completed");
        (await ChangeAsync(client, "SetSpamHandling", address, "<Spam><Action xmlns=\"urn:oss:orders:2026-11\">Junk</Action><Percent xmlns=\"urn:oss:orders:2026-11\">80</Percent></Spam>")).ShouldBe("Completed");
        (await ChangeAsync(client, "SetRules", address, """
            <Rules><Rule xmlns="urn:oss:orders:2026-11"><Name>Büro</Name><MatchAll>false</MatchAll>
              <Conditions><Condition><Field>From</Field><Operator>Is</Operator><Values><Value>a@b.example</Value></Values></Condition></Conditions>
              <Actions><Action><Kind>Copy</Kind><Target>Büro/Köln</Target></Action></Actions><Stop>false</Stop></Rule></Rules>
            """)).ShouldBe("Completed");

        var shown = await AskAsync(client, "GetRules", address);
        Value(shown, "Origin").ShouldBe("Rules");
        Value(shown, "Target").ShouldBe("chef@elsewhere.example");
        (Value(shown, "Until"), Value(shown, "Subject"), Value(shown, "Percent"), Value(shown, "MatchAll"), Value(shown, "Kind")).ShouldBe(("2026-12-24", "Bin dann mal weg – Übermorgen", "80", "false", "Copy"));

        foreach (var part in new[] { "RemoveForwarding", "RemoveAutoReply" })
            (await ChangeAsync(client, part, address, "")).ShouldBe("Completed");
        (await ChangeAsync(client, "SetRules", address, "<Rules/>")).ShouldBe("Completed");
        host.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>().Rules
            .ShouldSatisfyAllConditions(r => r.Forwarding.ShouldBeNull(), r => r.AutoReply.ShouldBeNull(), r => r.Rules.ShouldBeEmpty(), r => r.Spam.Percent.ShouldBe(80));
    }

    [Fact]
    public async Task A_script_by_hand_is_shown_with_what_XML_can_say_of_it_and_replaced_on_demand_only()
    {
        using var client = host.Authenticated();
        var (address, id) = await MailboxAsync(client);
        host.Platform.PutByHand(id, "# Grüße \u0001\nkeep;");
        const string Spam = "<Spam><Action xmlns=\"urn:oss:orders:2026-11\">Junk</Action></Spam>";

        var refused = await PostAsync(client, "SetSpamHandling", address, Spam);
        refused.Detail("ConflictFault")!.Element(XName.Get("Code", Common))!.Value.ShouldBe("script-by-hand");
        var shown = await AskAsync(client, "GetRules", address);
        (Value(shown, "Origin"), Value(shown, "Name")).ShouldBe(("ByHand", "mine"));
        shown.Descendants(XName.Get("Text", Information)).First().Value.ShouldBe("# Grüße \uFFFD\nkeep;");
        (await AskAsync(client, "ListScripts", address)).Descendants(XName.Get("Active", Information)).Single().Value.ShouldBe("true");

        string Basis(string tag) => $"<Basis><Replace xmlns=\"urn:oss:orders:2026-11\">true</Replace><Tag xmlns=\"urn:oss:orders:2026-11\">{tag}</Tag></Basis>";
        (await PostAsync(client, "SetSpamHandling", address, Spam + Basis("0123"))).Detail("ConflictFault")!.Element(XName.Get("Code", Common))!.Value.ShouldBe("changed-meanwhile");
        (await ChangeAsync(client, "SetSpamHandling", address, Spam + Basis(Value(shown, "Tag")!))).ShouldBe("Completed");
        host.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>();
    }

    [Fact]
    public async Task Filters_are_tried_and_a_script_of_another_system_is_brought_over()
    {
        using var client = host.Authenticated();
        var (address, id) = await MailboxAsync(client);
        Task<SoapAnswer> TryAsync(string parts) => client.PostAsync(Envelope($"<TryRules xmlns=\"{Information}\"><Address>{address}</Address>{parts}</TryRules>"), $"{Information}/TryRules", "/soap/information");
        var tried = await TryAsync("<Message>Subject: x\n\nx</Message>");
        tried.Status.ShouldBe(HttpStatusCode.OK, tried.Text);
        tried.Document.Descendants(XName.Get("Action", Information)).Single().Value.ShouldBe("keep");
        (await TryAsync("<Uid>7</Uid>")).Findings.ShouldHaveSingleItem().Item1.ShouldBe("reason");

        var imported = await PostAsync(client, "ImportRules", address, "<Script>keep;</Script><Separator>.</Separator>", Guid.NewGuid());
        imported.Status.ShouldBe(HttpStatusCode.OK, imported.Text);
        Value(imported.Document, "State").ShouldBe("Completed");
        host.Platform.RuleWrites.Count(w => w.Mailbox == id).ShouldBe(1);
    }

    [Fact]
    public async Task A_new_mailbox_comes_with_its_rules_in_one_order_and_findings_name_their_place()
    {
        using var client = host.Authenticated();
        var number = Unique("r");
        string Order(string item) => SubmitOrder(Unique("o"), item);
        string Rules(string target) => $"<Item><Action>Modify</Action><Rules><Mailbox>anna@{number}.example</Mailbox><Forwarding><Targets><Target>{target}</Target></Targets><KeepCopy>false</KeepCopy></Forwarding></Rules></Item>";

        (await client.PostAsync(Envelope(Order(Subscription(number) + MailDomain($"{number}.example", number) + Mailbox($"anna@{number}.example", number) + Rules("x@elsewhere.example"))))).Value("State").ShouldBe("Completed");
        (await client.PostAsync(Envelope(Order(Rules($"anna@{number}.example"))))).Findings.ShouldBe([("items[0].rules.forwarding.targets[0]", "forward-loop")]);
    }

    [Fact]
    public async Task Sent_twice_under_one_request_id_it_is_done_once()
    {
        using var client = host.Authenticated();
        var (address, id) = await MailboxAsync(client);
        var (request, reply) = (Guid.NewGuid(), "<AutoReply><Text xmlns=\"urn:oss:orders:2026-11\">weg</Text></AutoReply>");
        var writes = host.Platform.RuleWrites.Count(w => w.Mailbox == id);
        for (var i = 0; i < 2; i++)
            (await PostAsync(client, "SetAutoReply", address, reply, request)).Document.Descendants(XName.Get("Replayed", Configuration)).Single().Value.ShouldBe(i == 0 ? "false" : "true");
        host.Platform.RuleWrites.Count(w => w.Mailbox == id).ShouldBe(writes + 1);
    }

    private static string? Value(XDocument document, string name) => document.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

    private static Task<SoapAnswer> PostAsync(HttpClient client, string operation, string address, string parts, Guid? request = null) => client.PostAsync(
        Envelope($"<{operation} xmlns=\"{Configuration}\">{(request is null ? "" : $"<RequestId>{request}</RequestId>")}<Mailbox>{address}</Mailbox>{parts}</{operation}>"),
        $"{Configuration}/{operation}", "/soap/configuration");

    private static async Task<string?> ChangeAsync(HttpClient client, string operation, string address, string parts)
    {
        var answer = await PostAsync(client, operation, address, parts);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return Value(answer.Document, "State");
    }

    private static async Task<XDocument> AskAsync(HttpClient client, string operation, string address)
    {
        var answer = await client.PostAsync(Envelope($"<{operation} xmlns=\"{Information}\"><Address>{address}</Address></{operation}>"), $"{Information}/{operation}", "/soap/information");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Document;
    }

    private async Task<(string Address, Guid Id)> MailboxAsync(HttpClient client)
    {
        var number = Unique("r");
        var address = $"anna@{number}.example";
        (await client.PostAsync(Envelope(SubmitOrder(number, Subscription(number) + MailDomain($"{number}.example", number) + Mailbox(address, number))))).Value("State").ShouldBe("Completed");
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<OssDbContext>>().CreateDbContextAsync();
        return (address, await db.Mailboxes.Where(m => m.PrimaryAddress == address).Select(m => m.Id).SingleAsync());
    }
}
