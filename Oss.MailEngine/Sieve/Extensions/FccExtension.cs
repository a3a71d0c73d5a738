using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>:fcc</c> files a copy of a message that the script makes (RFC 8580).</summary>
internal static class FccExtension
{
    public static SieveExtension Extension { get; } = new("fcc") { Tags = [new TagRule("fcc", ArgumentKind.Text) { On = word => word.Takes.HasFlag(Takes.Copy) }] };

    /// <summary>Tells a bad folder name, and tags of filing where nothing is filed.</summary>
    public static void Check(Call call, Binder binder)
    {
        FileIntoExtension.CheckFolder(call.Find(":fcc"), binder);
        if (!call.Has(":fcc") && ((string[])[":create", ":flags", ":specialuse", ":mailboxid"]).FirstOrDefault(call.Has) is { } tag)
            binder.Error(call.At, $"'{tag}' is about the copy; without ':fcc' there is none.", $"'{tag}' betrifft die Kopie; ohne ':fcc' gibt es keine.");
    }

    public static FileCopy? Of(Call call, SieveRun run) => call.TextOrNull(":fcc", run) is { } named
        ? new FileCopy(FileIntoExtension.Choose(call, run, named), call.Has(":flags") ? ImapFlags.Of(call, run) : [], call.Has(":create"), call.TextOrNull(":specialuse", run))
        : null;
}
