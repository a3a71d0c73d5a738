using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>What scripts from the field use of Dovecot's own: <c>${env.username}</c> and further items of <c>environment</c>, <c>debug_log</c>, and the folders of a copy.</summary>
internal static class DovecotExtension
{
    public static SieveExtension Environment { get; } = new("vnd.dovecot.environment") { Includes = ["environment"] };

    /// <summary>Where a message that was copied or moved comes from and goes to.</summary>
    public static SieveExtension ImapSieve { get; } = new("vnd.dovecot.imapsieve") { Includes = [ImapSieveExtension.Extension.Name] };

    public static SieveExtension Debug { get; } = new("vnd.dovecot.debug")
    {
        Words =
        [
            new CommandRule("debug_log", new ArgumentRule("message", ArgumentKind.Text))
            {
                Do = (call, run) =>
                {
                    run.Trace(call, $"debug: {call.Text("message", run)}");
                    return Flow.Next;
                },
            },
        ],
    };
}
