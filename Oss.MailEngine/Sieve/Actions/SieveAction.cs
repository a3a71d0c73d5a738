using System.Globalization;
using System.Text;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Actions;

/// <summary>Something a script wants done with the message. Its text is what support sees, and the tests compare.</summary>
/// <param name="Message">The message as it was edited when the action was yielded.</param>
internal abstract record SieveAction(SieveMessage Message)
{
    /// <summary>Stay in INBOX.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="Flags">Flags and keywords.</param>
    /// <param name="IsImplicit">Nobody asked for it, and nobody cancelled it.</param>
    internal sealed record Keep(SieveMessage Message, IReadOnlyList<string> Flags, bool IsImplicit = false) : SieveAction(Message)
    {
        public override string ToString() => (IsImplicit ? "implicit keep" : "keep") + FlagText(Flags);
    }

    /// <summary>Be stored in a folder.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="Folder">Its name in UTF-8, levels separated by <c>/</c>.</param>
    /// <param name="Flags">Flags and keywords.</param>
    /// <param name="Create">Create the folder when it is not there (RFC 5490 3.2).</param>
    /// <param name="SpecialUse">The use for which it was chosen, or with which it is created (RFC 8579 4).</param>
    internal sealed record FileInto(SieveMessage Message, string Folder, IReadOnlyList<string> Flags, bool Create, string? SpecialUse) : SieveAction(Message)
    {
        public override string ToString() =>
            $"fileinto {Quote(Folder)}{(Create ? " :create" : "")}{(SpecialUse is null ? "" : $" :specialuse {Quote(SpecialUse)}")}{FlagText(Flags)}";
    }

    /// <summary>Be sent on to an address.</summary>
    internal sealed record Redirect(SieveMessage Message, string Address) : SieveAction(Message)
    {
        public override string ToString() => $"redirect {Quote(Address)}";
    }

    /// <summary>Go without a word.</summary>
    internal sealed record Discard(SieveMessage Message) : SieveAction(Message)
    {
        public override string ToString() => "discard";
    }

    /// <summary>Be refused, with a reason for the sender (RFC 5429).</summary>
    /// <param name="Message">The message.</param>
    /// <param name="Reason">For the sender.</param>
    /// <param name="AtProtocol"><c>ereject</c>: by the protocol's reply, wherever that is possible.</param>
    internal sealed record Reject(SieveMessage Message, string Reason, bool AtProtocol) : SieveAction(Message)
    {
        public override string ToString() => $"{(AtProtocol ? "ereject" : "reject")} {Quote(Reason)}";
    }

    /// <summary>Answer the sender that the user is away (RFC 5230).</summary>
    internal sealed record Vacation(SieveMessage Message, VacationReply Reply) : SieveAction(Message)
    {
        public override string ToString() => Reply.ToString();
    }

    /// <summary>Tell somebody about the message (RFC 5435).</summary>
    internal sealed record Notify(SieveMessage Message, Notification Notification) : SieveAction(Message)
    {
        public override string ToString() => Notification.ToString();
    }

    /// <summary>Remember an identifier once all else is done (RFC 7352 3).</summary>
    internal sealed record MarkDuplicate(SieveMessage Message, string Identifier, TimeSpan Memory) : SieveAction(Message)
    {
        public override string ToString() => "mark as seen";
    }

    internal static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\r\n", "\\n", StringComparison.Ordinal) + "\"";

    internal static string FlagText(IReadOnlyList<string> flags) => flags.Count == 0
        ? ""
        : new StringBuilder(" :flags ").AppendJoin(' ', flags.Select(Quote)).ToString();

    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A vacation reply as the script wants it.</summary>
internal sealed record VacationReply
{
    /// <summary>How long the same sender gets no second reply.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Given, or made of the message's subject by the one who replies.</summary>
    public string? Subject { get; init; }

    public string? From { get; init; }

    /// <summary>Addresses of the user beside those the platform knows.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>The text, or a whole MIME entity.</summary>
    public required string Reason { get; init; }

    public bool IsMime { get; init; }

    /// <summary>Replies with the same handle are the same reply (RFC 5230 4.2).</summary>
    public string? Handle { get; init; }

    /// <summary>What tells one reply without a handle from another: its arguments as they are written, before variables are put in.</summary>
    public required string Source { get; init; }

    /// <summary>Where a copy of the reply is filed (RFC 8580).</summary>
    public FileCopy? Copy { get; init; }

    public override string ToString() =>
        $"vacation {SieveAction.Quote(Reason)} :seconds {SieveAction.Number((long)Period.TotalSeconds)}" + (Subject is null ? "" : $" :subject {SieveAction.Quote(Subject)}")
        + (From is null ? "" : $" :from {SieveAction.Quote(From)}") + (Copy is null ? "" : $" {Copy}");
}

/// <summary>A notification by <c>mailto:</c> (RFC 5436).</summary>
internal sealed record Notification
{
    /// <summary>The method as a URI.</summary>
    public required string Method { get; init; }

    public string? Message { get; init; }

    public string? From { get; init; }

    /// <summary>1 high, 2 normal, 3 low.</summary>
    public int Importance { get; init; } = 2;

    public FileCopy? Copy { get; init; }

    public override string ToString() =>
        $"notify {SieveAction.Quote(Method)}" + (Message is null ? "" : $" :message {SieveAction.Quote(Message)}") + (From is null ? "" : $" :from {SieveAction.Quote(From)}")
        + (Importance == 2 ? "" : $" :importance {SieveAction.Number(Importance)}") + (Copy is null ? "" : $" {Copy}");
}

/// <summary>Where a copy of a generated message is filed (RFC 8580).</summary>
internal sealed record FileCopy(string Folder, IReadOnlyList<string> Flags, bool Create, string? SpecialUse)
{
    public override string ToString() =>
        $":fcc {SieveAction.Quote(Folder)}{(Create ? " :create" : "")}{(SpecialUse is null ? "" : $" :specialuse {SieveAction.Quote(SpecialUse)}")}{SieveAction.FlagText(Flags)}";
}
