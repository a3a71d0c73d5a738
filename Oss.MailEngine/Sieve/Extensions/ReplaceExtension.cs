using System.Text;
using MimeKit;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>replace</c> (RFC 5703 5): a part, or outside of a loop the whole message's body, gives way to a text or a MIME entity.</summary>
internal static class ReplaceExtension
{
    public static SieveExtension Extension { get; } = new("replace")
    {
        Words =
        [
            new CommandRule("replace", new ArgumentRule("replacement", ArgumentKind.Text))
            {
                Tags = [new TagRule("mime"), new TagRule("subject", ArgumentKind.Text), new TagRule("from", ArgumentKind.Text)], Check = Check, Do = Replace,
            },
        ],
    };

    private static void Check(Call call, Binder binder)
    {
        if (call.Find(":from")?.Texts[0] is { Constant: { } from } text && !MailAddresses.IsAddressList(from))
            binder.Error(text.At, $"\"{from}\" is not a mail address.", $"\"{from}\" ist keine Mailadresse.");
        // An entity brings its own header (RFC 5703 5).
        if (call.Has(":mime") && (call.Find(":subject") ?? call.Find(":from")) is { } ignored)
            binder.Error(ignored.At, "':subject' and ':from' are without effect beside ':mime'; 'addheader' changes the header.", "':subject' und ':from' bewirken neben ':mime' nichts; 'addheader' ändert den Kopf.");
    }

    private static Flow Replace(Call call, SieveRun run)
    {
        var entity = Entity(call.Text("replacement", run), call.Has(":mime"));
        run.Spend(call.At, run.Message.Size + entity.Length);
        run.Trace(call, "replace");
        run.Message = run.Part is { Steps.Length: > 0 } path ? InPart(run.Message, path, entity) : Whole(call, run, entity);
        return Flow.Next;
    }

    // :subject and :from are of the message, so they are without effect on a part (RFC 5703 5).
    private static SieveMessage InPart(SieveMessage message, PartPath path, byte[] entity)
    {
        if (path.In(message.Structure) is not { } part)
            return message;

        var octets = message.Octets;
        return message.Rewritten(Concatenate(octets[..part.Start], entity, octets[part.End..]));
    }

    // The header stays but for its fields about content, which are the entity's now.
    private static SieveMessage Whole(Call call, SieveRun run, byte[] entity)
    {
        var subject = call.TextOrNull(":subject", run);
        // One that is no address is passed over, as the clause suggests.
        var from = call.TextOrNull(":from", run) is { } given && MailAddresses.IsAddressList(given) ? given : null;
        var header = new List<byte>();
        foreach (var field in run.Message.Fields)
        {
            if (field.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || field.Is("MIME-Version"))
                continue;
            if (subject is not null && field.Is("Subject"))
                header.AddRange(MessageField.Create("Original-Subject", field.Decoded).Octets.Span);
            else if (from is not null && field.Is("From"))
                header.AddRange(MessageField.Create("Original-From", field.Decoded).Octets.Span);
            else
                header.AddRange(field.Octets.Span);
        }

        if (subject is not null)
            header.AddRange(MessageField.Create("Subject", OneLine(subject)).Octets.Span);
        if (from is not null)
            header.AddRange(MessageField.Create("From", OneLine(from)).Octets.Span);
        header.AddRange("MIME-Version: 1.0\r\n"u8);
        return run.Message.Rewritten(Concatenate(header.ToArray(), entity));
    }

    /// <summary>A MIME entity with its header: what was given, or a text part of it.</summary>
    public static byte[] Entity(string text, bool isMime)
    {
        if (isMime)
            return Encoding.UTF8.GetBytes(text);

        var part = new TextPart("plain") { Text = text };
        part.ContentTransferEncoding = part.GetBestEncoding(EncodingConstraint.SevenBit);
        using var stream = new MemoryStream();
        part.WriteTo(CrLf, stream);
        return stream.ToArray();
    }

    public static FormatOptions CrLf { get; } = new() { NewLineFormat = NewLineFormat.Dos };

    public static string OneLine(string text) => text.Replace('\r', ' ').Replace('\n', ' ').Trim();

    public static byte[] Concatenate(params ReadOnlyMemory<byte>[] pieces)
    {
        var octets = new byte[pieces.Sum(p => p.Length)];
        var at = 0;
        foreach (var piece in pieces)
        {
            piece.CopyTo(octets.AsMemory(at));
            at += piece.Length;
        }

        return octets;
    }
}
