using System.Text;
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
            if (header.Constant is { } text && !IsField(text))
                binder.Error(header.At, $"\"{text}\" is not a header field; it is written \"Name: value\".");
        }
    }

    private static Flow Enclose(Call call, SieveRun run)
    {
        var message = run.Message;
        run.Spend(call.At, message.Size);
        run.Trace(call, "enclose");
        var subject = call.TextOrNull(":subject", run);
        var header = new List<byte>();
        // Where it came from and who it is from and to stay in sight (RFC 5703 6).
        foreach (var field in message.Fields)
        {
            if (!field.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && !field.Is("MIME-Version") && !(subject is not null && field.Is("Subject")))
                header.AddRange(field.Octets.Span);
        }

        if (subject is not null)
            header.AddRange(MessageField.Create("Subject", ReplaceExtension.OneLine(subject)).Octets.Span);
        foreach (var text in call.Has(":headers") ? call.Texts(":headers", run).Select(ReplaceExtension.OneLine).Where(IsField) : [])
            header.AddRange(MessageField.Create(text[..text.IndexOf(':', StringComparison.Ordinal)], text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()).Octets.Span);

        var boundary = Boundary(message);
        header.AddRange(Encoding.ASCII.GetBytes($"MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n\tboundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n"));
        run.Message = SieveMessage.Of(ReplaceExtension.Concatenate(
            header.ToArray(), ReplaceExtension.Entity(call.Text("text", run), isMime: false),
            Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n"), message.Octets,
            Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n")), isEdited: true);
        return Flow.Next;
    }

    // Not in the message, and the same for the same message: a test can tell, and nobody can send it ahead.
    private static string Boundary(SieveMessage message)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(message.Octets.Span));
        return $"enclosed-{hash[..32]}";
    }

    private static bool IsField(string text) => text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && HeaderFields.IsName(text[..colon]) && !text.Any(char.IsControl);
}
