using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>mailboxexists</c> and <c>:create</c> (RFC 5490 3).</summary>
internal static class MailboxExtension
{
    public static SieveExtension Extension { get; } = new("mailbox")
    {
        Words =
        [
            new TestRule("mailboxexists", new ArgumentRule("folders", ArgumentKind.Texts)) { Is = (call, run) => call.Texts("folders", run).All(run.Context.Mailbox.FolderExists) },
        ],
        Tags = [new TagRule("create") { On = word => word.Takes.HasFlag(Takes.Folder) }],
    };
}
