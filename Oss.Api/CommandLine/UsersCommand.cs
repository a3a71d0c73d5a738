using System.CommandLine;
using Oss.Api.CommandLine.Output;
using Oss.Domain;
using Oss.Domain.Access;

namespace Oss.Api.CommandLine;

/// <summary><c>oss users</c>: people at the console.</summary>
internal static class UsersCommand
{
    public static Command Create(Terminal terminal) => new("users", "People at the console: create, reset, lock.")
    {
        List(terminal), CreateOne(terminal), Change(terminal), Reset(terminal), Lock(terminal), Unlock(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var text = new Argument<string>("text") { Description = "Beginning of the name.", Arity = ArgumentArity.ZeroOrOne };
        var part = new PartOptions();
        var command = new VerbCommand("list", "Lists them by name.", "oss users list") { text };
        part.AddTo(command);
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var found = await platform.Get<ListConsoleUsers>().ExecuteAsync(parsed.GetValue(text) ?? "", part.Of(parsed), platform.Actor, cancellationToken);
            platform.Answer.List(
                found, ["name", "role", "tenant", "last sign-in", "locked until"],
                row => [row.Name, row.Role, row.TenantNumber, row.LastSignInAt, row.IsLockedByOperator ? "unlocked by an operator" : row.LockedUntil?.UtcDateTime]);
            return ExitCodes.Done;
        });
    }

    private static Command CreateOne(Terminal terminal)
    {
        var (name, role, tenant) = (Name(), RoleOption(), Tenant());
        var command = new VerbCommand("create", "Gives somebody access; the generated password is shown once and replaced at the first sign-in.",
            "oss users create anna.mueller --role Support", "oss users create bert --role TenantAdmin --tenant T-100") { name, role, tenant };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) => Shown(platform, await platform.Get<CreateConsoleUser>().ExecuteAsync(
            parsed.GetRequiredValue(name), parsed.GetRequiredValue(role), parsed.GetValue(tenant), platform.Actor, cancellationToken)));
    }

    private static Command Change(Terminal terminal)
    {
        var (name, role, tenant) = (Name(), RoleOption(), Tenant());
        var command = new VerbCommand("change", "Gives somebody another role or tenant.", "oss users change anna.mueller --role Operator") { name, role, tenant };
        return terminal.Runs(command, (parsed, platform, cancellationToken) => OnAsync(platform, parsed.GetRequiredValue(name), "changed",
            id => platform.Get<ChangeConsoleUser>().ExecuteAsync(id, parsed.GetRequiredValue(role), parsed.GetValue(tenant), platform.Actor, cancellationToken), cancellationToken));
    }

    private static Command Reset(Terminal terminal)
    {
        var name = Name();
        var command = new VerbCommand("reset", "Gives somebody a new generated password, shown once; all sessions of the account end.", "oss users reset operator --reason 'password lost'") { name };
        return terminal.Runs(command, async (parsed, platform, cancellationToken) =>
        {
            var user = await FindAsync(platform, parsed.GetRequiredValue(name), cancellationToken);
            return Shown(platform, await platform.Get<ResetConsolePassword>().ExecuteAsync(user.Id, platform.Actor, cancellationToken));
        });
    }

    private static Command Lock(Terminal terminal)
    {
        var name = Name();
        return terminal.Runs(new VerbCommand("lock", "Closes an account until it is unlocked; its sessions end.", "oss users lock anna.mueller") { name }, (parsed, platform, cancellationToken) =>
            OnAsync(platform, parsed.GetRequiredValue(name), "locked", id => platform.Get<LockConsoleUser>().LockAsync(id, platform.Actor, cancellationToken), cancellationToken));
    }

    private static Command Unlock(Terminal terminal)
    {
        var name = Name();
        return terminal.Runs(new VerbCommand("unlock", "Opens an account, also one that wrong passwords closed.", "oss users unlock anna.mueller") { name }, (parsed, platform, cancellationToken) =>
            OnAsync(platform, parsed.GetRequiredValue(name), "unlocked", id => platform.Get<LockConsoleUser>().UnlockAsync(id, platform.Actor, cancellationToken), cancellationToken));
    }

    private static async Task<int> OnAsync(CommandPlatform platform, string name, string done, Func<Guid, Task> change, CancellationToken cancellationToken)
    {
        var user = await FindAsync(platform, name, cancellationToken);
        await change(user.Id);
        platform.Answer.Say(new { user.Id, user.Name, Result = done }, $"{user.Name} {done}.");
        return ExitCodes.Done;
    }

    private static async Task<ConsoleUserRow> FindAsync(CommandPlatform platform, string name, CancellationToken cancellationToken) =>
        (await platform.Get<ListConsoleUsers>().ExecuteAsync(name, new Cut(Limit: Page.MaxLimit), platform.Actor, cancellationToken)).Items
            .FirstOrDefault(user => user.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new DomainException(new DomainError.NotFound("console user", name));

    private static int Shown(CommandPlatform platform, OneTimePassword secret)
    {
        platform.Answer.Say(new { secret.UserId, secret.Name, secret.Password }, $"{secret.Name}  password, shown once: {secret.Password}");
        return ExitCodes.Done;
    }

    private static Argument<string> Name() => new("name") { Description = "The name to sign in by." };

    private static Option<Role> RoleOption() => new("--role") { Description = "Operator, Support, TenantAdmin or Auditor.", Required = true };

    private static Option<string?> Tenant() => new("--tenant") { Description = "The number of the only tenant the person sees." };
}
