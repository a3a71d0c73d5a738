using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>The tests of RFC 5228 5, with the comparators, match types and address parts of 2.7.</summary>
internal static class CoreTests
{
    private static readonly ArgumentRule HeaderNames = new("header names", ArgumentKind.Texts);
    private static readonly ArgumentRule Keys = new("keys", ArgumentKind.Texts);

    public static SieveExtension Extension { get; } = new("")
    {
        Words =
        [
            new TestRule("true") { Is = (_, _) => true },
            new TestRule("false") { Is = (_, _) => false },
            new TestRule("not") { Tests = TestArity.One, Is = (call, run) => !run.Test(call.Tests[0]) },
            new TestRule("allof") { Tests = TestArity.Many, Is = (call, run) => Array.TrueForAll(call.Tests, run.Test) },
            new TestRule("anyof") { Tests = TestArity.Many, Is = (call, run) => Array.Exists(call.Tests, run.Test) },
            new TestRule("header", HeaderNames, Keys) { Takes = Takes.Match | Takes.Index | Takes.Mime, Check = HeaderFields.CheckNames, Is = Header },
            new TestRule("address", HeaderNames, Keys)
            {
                Takes = Takes.Match | Takes.AddressPart | Takes.Index | Takes.Mime, Check = CheckAddress, Is = Address,
            },
            new TestRule("exists", HeaderNames) { Takes = Takes.Mime, Check = HeaderFields.CheckNames, Is = Exists },
            new TestRule("size", new ArgumentRule("size", ArgumentKind.Number))
            {
                Tags = [new TagRule("over") { Group = "over or under" }, new TagRule("under") { Group = "over or under" }], Check = CheckSize, Is = Size,
            },
        ],
        Tags =
        [
            .. MatchTypes.Tags.Select(tag => tag with { On = word => word.Takes.HasFlag(Takes.Match) }),
            .. AddressParts.Tags.Select(tag => tag with { On = word => word.Takes.HasFlag(Takes.AddressPart) }),
        ],
    };

    private static bool Header(Call call, SieveRun run) =>
        call.Matching.Match(call, run, HeaderFields.Values(call, run, call.Texts("header names", run)), call.Texts("keys", run));

    private static void CheckAddress(Call call, Binder binder)
    {
        HeaderFields.CheckNames(call, binder);
        foreach (var name in call.Find("header names")!.Texts.Where(n => n.Constant is { } text && !call.Has(":mime") && !MailAddresses.IsAddressField(text)))
            binder.Error(name.At, $"The field \"{name.Source}\" holds no addresses; use 'header' for it.", $"Das Feld \"{name.Source}\" enthält keine Adressen; nehmen Sie dafür 'header'.");
    }

    private static bool Address(Call call, SieveRun run)
    {
        // Fields of parts are read as though they held addresses, whatever their names (RFC 5703 4.2).
        var fields = HeaderFields.Of(call, run, call.Texts("header names", run).Where(name => call.Has(":mime") || MailAddresses.IsAddressField(name)));
        var addresses = fields.SelectMany(field =>
        {
            run.Spend(call.At, field.Value.Length * 4L);
            return MailAddresses.Of(field.Value, onlyValid: AddressParts.IsPart(call));
        });
        return call.Matching.Match(call, run, AddressParts.Of(call, addresses), call.Texts("keys", run));
    }

    private static bool Exists(Call call, SieveRun run) => call.Texts("header names", run).All(name => HeaderFields.Of(call, run, [name]).Any());

    private static void CheckSize(Call call, Binder binder)
    {
        if (!call.Has(":over") && !call.Has(":under"))
            binder.Error(call.At, "'size' takes ':over' or ':under' and a size.", "'size' nimmt ':over' oder ':under' und eine Größe.");
    }

    private static bool Size(Call call, SieveRun run)
    {
        var limit = call.Number("size")!.Value;
        return call.Has(":over") ? run.Message.Size > limit : run.Message.Size < limit;
    }
}
