using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>Annotations of folders and of the server (RFC 5490 3 and 4).</summary>
internal static class MetadataExtension
{
    private static readonly ArgumentRule Folder = new("folder", ArgumentKind.Text);
    private static readonly ArgumentRule Annotation = new("annotation", ArgumentKind.Text);
    private static readonly ArgumentRule Annotations = new("annotations", ArgumentKind.Texts);
    private static readonly ArgumentRule Keys = new("keys", ArgumentKind.Texts);

    public static SieveExtension Mailbox { get; } = new("mboxmetadata")
    {
        Words =
        [
            new TestRule("metadata", Folder, Annotation, Keys) { Takes = Takes.Match, Is = (call, run) => Is(call, run, call.Text("folder", run)) },
            new TestRule("metadataexists", Folder, Annotations) { Is = (call, run) => Exists(call, run, call.Text("folder", run)) },
        ],
    };

    public static SieveExtension Server { get; } = new("servermetadata")
    {
        Words =
        [
            new TestRule("servermetadata", Annotation, Keys) { Takes = Takes.Match, Is = (call, run) => Is(call, run, null) },
            new TestRule("servermetadataexists", Annotations) { Is = (call, run) => Exists(call, run, null) },
        ],
    };

    private static bool Is(Call call, SieveRun run, string? folder) =>
        run.Context.Mailbox.Annotation(folder, call.Text("annotation", run)) is { } value && call.Matching.Match(call, run, [value], call.Texts("keys", run));

    private static bool Exists(Call call, SieveRun run, string? folder) =>
        call.Texts("annotations", run).All(annotation => run.Context.Mailbox.Annotation(folder, annotation) is not null);
}
