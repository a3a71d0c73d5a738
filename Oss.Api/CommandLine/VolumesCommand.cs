using System.CommandLine;
using Oss.Api.CommandLine.Output;
using Oss.Domain.Mailboxes;

namespace Oss.Api.CommandLine;

/// <summary><c>oss volumes list|empty</c>: where mailboxes are kept, and how they leave a volume.</summary>
internal static class VolumesCommand
{
    public static Command Create(Terminal terminal) => new("volumes", "Where mailboxes are kept: what there is, and mailboxes off a volume while they are in use.") { List(terminal), Empty(terminal) };

    private static Command List(Terminal terminal) => terminal.Runs(
        new VerbCommand("list", "Lists the volumes of this node's settings.", "oss volumes list"),
        (_, platform, _) =>
        {
            var volumes = platform.Get<Oss.MailEngine.MailEngine>().DescribeVolumes();
            platform.Answer.List(volumes, ["volume", "mounted", "weight", "free", "total"], volume => [volume.Name, volume.IsMounted, volume.Weight, volume.FreeBytes, volume.TotalBytes]);
            return Task.FromResult(ExitCodes.Done);
        });

    private static Command Empty(Terminal terminal)
    {
        var volume = new Argument<string>("volume") { Description = "Its name. Give it weight 0 first, or new mailboxes go on coming." };
        var most = new Option<int>("--most") { Description = "Mailboxes to move now.", DefaultValueFactory = _ => int.MaxValue };
        return terminal.Runs(
            new VerbCommand("empty", "Moves mailboxes off a volume, one after the other; their sessions end and find them again. Stopped in the middle, do it again.", "oss volumes empty vol104 --most 100") { volume, most },
            async (parsed, platform, cancellationToken) =>
            {
                var name = parsed.GetRequiredValue(volume);
                var moved = new List<MovedMailbox>();
                var emptied = await platform.Get<EmptyVolume>().ExecuteAsync(name, parsed.GetValue(most), moved.Add, platform.Actor, cancellationToken);
                platform.Answer.Say(
                    new { Volume = name, emptied.Moved, emptied.Left, emptied.Ended, emptied.Failed, Mailboxes = moved },
                    string.Join('\n', emptied.Failed.Prepend($"{name}: {emptied.Moved} mailboxes moved, {emptied.Left} left, {emptied.Ended} ended ones kept there until their time is over.")));
                return emptied.Failed.Count > 0 ? ExitCodes.Unavailable : ExitCodes.Done;
            });
    }
}
