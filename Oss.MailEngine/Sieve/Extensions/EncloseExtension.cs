using System.Text;
using MimeKit.Utils;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>enclose</c> (RFC 5703 6): the message becomes an attachment of a new one that has a text before it.</summary>
internal static class EncloseExtension
{
    public static SieveExtension Extension { get; } = new("enclose")
    {
        Words =
        [
            new CommandRule("enclose", new ArgumentRule("text", ArgumentKind.Text))
            {
                Tags = [new TagRule("subject", ArgumentKind.Text), new TagRule("headers", ArgumentKind.Texts)], Check = Check, Do = Enclose,
            },
        ],
    };

    private static void Check(Call call, Binder binder)
    {
        foreach (var header in call.Find(":headers")?.Texts ?? [])
        {
            if (header.Constant is { } text && !HeaderFields.IsName(text))
                binder.Error(header.At, $"\"{text}\" cannot be the name of a header field; ':headers' names fields that the new message takes over.", $"\"{text}\" kann nicht der Name eines Kopffelds sein; ':headers' nennt Felder, die die neue Nachricht übernimmt.");
        }
    }

    private static Flow Enclose(Call call, SieveRun run)
    {
        var message = run.Message;
        run.Spend(call.At, message.Size);
        run.Trace(call, "enclose");
        // Not in the message, and the same for the same message: nobody can send it ahead.
        var boundary = $"enclosed-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(message.Octets.Span))[..32]}";
        // Octets beyond ASCII are told on each level (RFC 2045 6.4).
        var encoding = message.Octets.Span.IndexOfAnyInRange((byte)0x80, (byte)0xff) < 0 ? "" : "Content-Transfer-Encoding: 8bit\r\n";
        run.Message = message.EnclosedIn(ReplaceExtension.Concatenate(
            Header(call, run, boundary),
            Encoding.ASCII.GetBytes($"MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n\tboundary=\"{boundary}\"\r\n{encoding}\r\n--{boundary}\r\n"),
            ReplaceExtension.Entity(call.Text("text", run), isMime: false),
            Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment\r\n{encoding}\r\n"), message.Octets,
            Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n")));
        return Flow.Next;
    }

    // Of the old message's fields those that are named, and its subject; who it is from and when it was made is new.
    private static byte[] Header(Call call, SieveRun run, string boundary)
    {
        var names = call.Has(":headers") ? call.Texts(":headers", run) : [];
        var subject = call.TextOrNull(":subject", run);
        var header = new List<byte>();
        foreach (var field in run.Message.Fields.Where(field => IsTaken(field, names, subject)))
            header.AddRange(field.Octets.Span);
        if (!IsNamed("From"))
            header.AddRange(MessageField.Create("From", run.Context.Recipient).Octets.Span);
        if (!IsNamed("Date"))
            header.AddRange(Encoding.ASCII.GetBytes($"Date: {DateUtils.FormatDate(run.Context.Now)}\r\n"));
        if (!IsNamed("Message-ID"))
            header.AddRange(Encoding.ASCII.GetBytes($"Message-ID: <{boundary}@{run.Environment("host") ?? "localhost"}>\r\n"));
        if (subject is not null)
            header.AddRange(MessageField.Create("Subject", ReplaceExtension.OneLine(subject)).Octets.Span);
        return [.. header];

        bool IsNamed(string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase) && run.Message.Header(name) is not null;
    }

    private static bool IsTaken(MessageField field, IReadOnlyList<string> names, string? subject) => field.Is("Subject")
        ? subject is null
        : names.Contains(field.Name, StringComparer.OrdinalIgnoreCase) && !field.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && !field.Is("MIME-Version");
}
