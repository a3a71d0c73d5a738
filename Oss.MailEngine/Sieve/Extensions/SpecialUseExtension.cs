using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>specialuse_exists</c> and <c>:specialuse</c> (RFC 8579).</summary>
internal static class SpecialUseExtension
{
    public static SieveExtension Extension { get; } = new("special-use")
    {
        Words =
        [
            new TestRule("specialuse_exists", new ArgumentRule("folder", ArgumentKind.Text) { IsOptional = true }, new ArgumentRule("uses", ArgumentKind.Texts)) { Check = CheckUses, Is = Exists },
        ],
        Tags = [new TagRule("specialuse", ArgumentKind.Text) { On = word => word.Takes.HasFlag(Takes.Folder), Check = CheckTag }],
    };

    private static void CheckUses(Call call, Binder binder) => Check(call.Find("uses")!, binder);

    private static void CheckTag(Call call, Binder binder) => Check(call.Find(":specialuse")!, binder);

    private static void Check(BoundValue uses, Binder binder)
    {
        foreach (var use in uses.Texts.Where(u => u.Constant is { } text && !(text.Length > 1 && text[0] == '\\' && text.Skip(1).All(char.IsAsciiLetterOrDigit))))
            binder.Warn(use.At, $"\"{use.Source}\" is not a special use; \"\\\\Junk\" is one.", $"\"{use.Source}\" ist kein besonderer Zweck; \"\\\\Junk\" ist einer.");
    }

    private static bool Exists(Call call, SieveRun run)
    {
        var folder = call.TextOrNull("folder", run);
        // Of a folder that is named, the uses are asked; else whether any folder has them (RFC 8579 3).
        return call.Texts("uses", run).All(use => run.Context.Mailbox.FoldersForUse(use) is { Count: > 0 } found && (folder is null || found.Contains(FolderName.TryParse(folder)?.Value ?? folder)));
    }
}
