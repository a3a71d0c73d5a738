using Oss.MailEngine.Smtp.Commands;

namespace Oss.MailEngine.Smtp;

/// <summary>The protocol: which verb may come where and when, and who handles it. EHLO's keywords are those of the rows, in this order.</summary>
internal static class SmtpCommands
{
    public static readonly IReadOnlyList<SmtpCommand> All =
    [
        EhloCommand.Row,
        HeloCommand.Row,
        LhloCommand.Row,
        MailCommand.Row,
        RcptCommand.Row,
        DataCommand.Row,
        BdatCommand.Row,
        RsetCommand.Row,
        NoopCommand.Row,
        VrfyCommand.Row,
        HelpCommand.Row,
        QuitCommand.Row,
        StartTlsCommand.Row,
        AuthCommand.Row,
        XClientCommand.Row,
    ];

    private static readonly Dictionary<string, SmtpCommand> Table = All.ToDictionary(command => command.Verb);

    public static SmtpCommand? Find(string verb, SmtpSession session) =>
        Table.TryGetValue(verb, out var command) && command.Listeners.Contains(session.Listener) && command.IsKnown(session) ? command : null;
}
