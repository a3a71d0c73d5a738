using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>mailboxidexists</c> and <c>:mailboxid</c> (RFC 9042): a folder that keeps its id when it is renamed.</summary>
internal static class MailboxIdExtension
{
    public static SieveExtension Extension { get; } = new("mailboxid")
    {
        Words =
        [
            new TestRule("mailboxidexists", new ArgumentRule("ids", ArgumentKind.Texts)) { Is = (call, run) => call.Texts("ids", run).All(id => run.Context.Mailbox.FolderWithId(id) is not null) },
        ],
        Tags = [new TagRule("mailboxid", ArgumentKind.Text) { On = word => word.Takes.HasFlag(Takes.Folder) }],
    };
}
