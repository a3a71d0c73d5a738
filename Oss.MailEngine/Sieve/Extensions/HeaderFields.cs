using Oss.MailEngine.Mime;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>Which header fields a test looks at: the message's own, or with <c>:mime</c> those of parts (RFC 5703 4); all of a name, or one by <c>:index</c> (RFC 5260 6).</summary>
internal static class HeaderFields
{
    public static IEnumerable<MessageField> Of(Call call, SieveRun run, IEnumerable<string> names)
    {
        var fields = names.SelectMany(name => Named(call, run, name));
        // All fields that are named are counted, in the order of the names (RFC 5260 6).
        return call.Number(":index") is { } index ? One(fields, index, call.Has(":last")) : fields;
    }

    /// <summary>The values as the test compares them: whole and decoded, or with <c>:mime</c> the piece that was asked for.</summary>
    public static IEnumerable<string> Values(Call call, SieveRun run, IEnumerable<string> names)
    {
        var pieces = Piece(call);
        return pieces is null ? Of(call, run, names).Select(field => field.Decoded) : Of(call, run, names).SelectMany(field => pieces(field, call, run));
    }

    /// <summary>Tells a name that cannot be a field's.</summary>
    public static void CheckNames(Call call, Binder binder)
    {
        foreach (var name in call.Find("header names")!.Texts.Where(n => n.Constant is { } text && !IsName(text)))
            binder.Error(name.At, $"\"{name.Source}\" cannot be the name of a header field.", $"\"{name.Source}\" kann nicht der Name eines Kopffelds sein.");
        if (!call.Has(":mime") && ((string[])[":anychild", ":type", ":subtype", ":contenttype", ":param"]).FirstOrDefault(call.Has) is { } tag)
            binder.Error(call.At, $"'{tag}' needs ':mime'.", $"'{tag}' braucht ':mime'.");
    }

    /// <summary>RFC 5322 2.2: printable, without blanks and colons.</summary>
    public static bool IsName(string text) => text.Length > 0 && text.All(c => c is > ' ' and <= '~' and not ':');

    public static IEnumerable<T> One<T>(IEnumerable<T> items, long index, bool fromLast)
    {
        var list = items.ToList();
        if (index >= 1 && index <= list.Count)
            yield return list[fromLast ? list.Count - (int)index : (int)index - 1];
    }

    private static IEnumerable<MessageField> Named(Call call, SieveRun run, string name)
    {
        run.Spend(call.At, run.Message.Fields.Count * 8L);
        return call.Has(":mime") ? OfParts(call, run, name) : run.Message.FieldsNamed(name);
    }

    private static IEnumerable<MessageField> OfParts(Call call, SieveRun run, string name)
    {
        if ((run.Part ?? PartPath.Root).In(run.Message.Structure) is not { } part)
            return [];

        var parts = call.Has(":anychild") ? PartPath.Descendants(part) : [part];
        return parts.SelectMany(p =>
        {
            run.Spend(call.At, p.Headers.Count * 8L);
            return p.Headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => MessageField.Of(h));
        });
    }

    private static Func<MessageField, Call, SieveRun, IEnumerable<string>>? Piece(Call call) =>
        call.Has(":type") ? (field, _, _) => [Type(field).Split('/')[0]]
        : call.Has(":subtype") ? (field, _, _) => field.Is("Content-Type") ? Type(field).Split('/') is [_, var subtype, ..] ? [subtype] : [] : [""]
        : call.Has(":contenttype") ? (field, _, _) => [Type(field)]
        : call.Has(":param") ? (field, c, run) => c.Texts(":param", run).Select(p => ParameterValue.Of(ContentHeader.Parse(field.Value), p)).OfType<string>()
        : null;

    // Of fields that have neither a type nor a disposition it is the empty string (RFC 5703 4.1).
    private static string Type(MessageField field) => field.Is("Content-Type") || field.Is("Content-Disposition") ? ContentHeader.Parse(field.Value).Value.Trim() : "";
}
