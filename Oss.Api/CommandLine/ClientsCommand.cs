using System.CommandLine;
using Oss.Api.CommandLine.Output;
using Oss.Domain.Access;

namespace Oss.Api.CommandLine;

/// <summary><c>oss clients</c>: machines that call SOAP and REST.</summary>
internal static class ClientsCommand
{
    public static Command Create(Terminal terminal) => new("clients", "API clients, machines that call SOAP and REST: create, change, rotate, revoke.")
    {
        List(terminal), Show(terminal), CreateOne(terminal), Change(terminal), Rotate(terminal), Revoke(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var part = new PartOptions();
        var command = new VerbCommand("list", "Lists them by name.", "oss clients list");
        part.AddTo(command);
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var found = await platform.Get<ManageApiClients>().ListAsync(part.Of(parsed), platform.Actor, cancellationToken);
            platform.Answer.List(
                found, ["name", "role", "tenant", "last used", "former secret until", "allowed"],
                row => [row.Name, row.Role, row.TenantNumber, row.LastUsedAt, row.FormerUntil, row.Scopes is { } scopes ? string.Join(' ', scopes) : "everything"]);
            return ExitCodes.Done;
        });
    }

    private static Command Show(Terminal terminal)
    {
        var name = Name();
        return terminal.Runs(new VerbCommand("show", "Shows a client; never its secret.", "oss clients show crm") { name }, async (parsed, platform, cancellationToken) =>
            Print(platform, await platform.Get<ManageApiClients>().GetAsync(parsed.GetRequiredValue(name), platform.Actor, cancellationToken)));
    }

    private static Command CreateOne(Terminal terminal)
    {
        var (name, scopes, certificate, subject) = (Name(), Scopes(), Certificate(), Subject());
        var role = new Option<Role>("--role") { Description = "Crm, Operator, Support, TenantAdmin or Auditor.", Required = true };
        var tenant = new Option<string?>("--tenant") { Description = "The number of the only tenant that it may touch." };
        var command = new VerbCommand("create", "Makes a client; its generated secret is shown once.",
            "oss clients create admin --role Operator", "oss clients create portal --role TenantAdmin --tenant T-100 --scope mailboxes:read --scope mailboxes:write") { name, role, tenant, scopes, certificate, subject };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) => Shown(platform, await platform.Get<ManageApiClients>().CreateAsync(
            new ApiClientNew(parsed.GetRequiredValue(name), parsed.GetRequiredValue(role), parsed.GetValue(tenant), Given(parsed.GetValue(scopes)), parsed.GetValue(certificate), parsed.GetValue(subject)),
            platform.Actor, cancellationToken)));
    }

    private static Command Change(Terminal terminal)
    {
        var (name, scopes, certificate, subject) = (Name(), Scopes(), Certificate(), Subject());
        var everything = new Option<bool>("--everything") { Description = "Allows everything its role may do." };
        var command = new VerbCommand("change", "Changes what a client is allowed, its certificate, or who it is at the OpenID provider; an empty text takes away.",
            "oss clients change crm --scope orders:read --scope orders:write", "oss clients change crm --everything --certificate ''") { name, scopes, everything, certificate, subject };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) => Print(platform, await platform.Get<ManageApiClients>().ChangeAsync(
            parsed.GetRequiredValue(name),
            new ApiClientChange(Given(parsed.GetValue(scopes)), parsed.GetValue(certificate), parsed.GetValue(subject), parsed.GetValue(everything) ? true : null), platform.Actor, cancellationToken)));
    }

    private static Command Rotate(Terminal terminal)
    {
        var (name, atOnce) = (Name(), new Option<bool>("--at-once") { Description = "The former secret is known to the wrong people: it ends now." });
        var command = new VerbCommand("rotate", "Gives a client a new secret, shown once; the former one is right beside it for a day.",
            "oss clients rotate crm", "oss clients rotate crm --at-once --reason 'secret in a mail'") { name, atOnce };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
            Shown(platform, await platform.Get<ManageApiClients>().RotateAsync(parsed.GetRequiredValue(name), parsed.GetValue(atOnce), platform.Actor, cancellationToken)));
    }

    private static Command Revoke(Terminal terminal)
    {
        var name = Name();
        return terminal.Runs(new VerbCommand("revoke", "Removes a client; nobody signs in by it any more.", "oss clients revoke portal") { name }, async (parsed, platform, cancellationToken) =>
        {
            await platform.Get<ManageApiClients>().RemoveAsync(parsed.GetRequiredValue(name), platform.Actor, cancellationToken);
            platform.Answer.Say(new { Name = parsed.GetRequiredValue(name), Result = "revoked" }, $"{parsed.GetRequiredValue(name)} revoked.");
            return ExitCodes.Done;
        });
    }

    private static int Print(CommandPlatform platform, ApiClientView client)
    {
        platform.Answer.Thing(client,
        [
            ("client", client.Name), ("role", client.Role), ("tenant", client.TenantNumber), ("allowed", client.Scopes is { } scopes ? string.Join(' ', scopes) : "everything its role may do"),
            ("certificate", client.Certificate), ("openid subject", client.OpenIdSubject), ("created", client.CreatedAt), ("last used", client.LastUsedAt), ("former secret until", client.FormerUntil),
        ]);
        return ExitCodes.Done;
    }

    private static int Shown(CommandPlatform platform, ApiClientSecret made)
    {
        platform.Answer.Say(made, $"{made.Client.Name}  secret, shown once: {made.Secret}");
        return ExitCodes.Done;
    }

    private static string[]? Given(string[]? scopes) => scopes is { Length: > 0 } ? scopes : null;

    private static Argument<string> Name() => new("name") { Description = "The client's login name." };

    private static Option<string[]> Scopes() => new("--scope") { Description = $"What it is allowed, once for each: {string.Join(", ", ApiScopes.All)}. Without it, everything its role may do.", HelpName = "SCOPE" };

    private static Option<string?> Certificate() => new("--certificate") { Description = "SHA-256 of the TLS certificate that it must show, in hexadecimal.", HelpName = "SHA256" };

    private static Option<string?> Subject() => new("--openid-subject") { Description = "The subject (sub) of the access tokens that the OpenID provider gives it.", HelpName = "SUB" };
}
