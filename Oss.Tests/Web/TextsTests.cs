using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailQuarantine;
using Oss.Domain.MailQueue;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Statistics;
using Oss.Domain.Trace;
using Oss.Web.Shared;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>Whatever the console may have to say, it says in German and in English.</summary>
public sealed partial class TextsTests
{
    private static readonly Dictionary<string, string> English = Read(CultureInfo.InvariantCulture);
    private static readonly Dictionary<string, string> German = Read(CultureInfo.GetCultureInfo("de"));

    [Fact]
    public void Both_languages_say_the_same_things_with_the_same_blanks()
    {
        German.Keys.Order().ShouldBe(English.Keys.Order());
        foreach (var (name, text) in English)
            Blanks(German[name]).ShouldBe(Blanks(text), name);
    }

    [Fact]
    public void Every_error_code_has_a_text()
    {
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"Error.{field.GetRawConstantValue()}");
        codes.Where(code => !English.ContainsKey(code)).ShouldBeEmpty("Texts.resx and Texts.de.resx lack a text for these.");
    }

    [Fact]
    public void Every_state_role_and_item_has_a_text()
    {
        string[] names =
        [
            .. Enum.GetNames<OrderState>().Select(name => $"OrderState.{name}"),
            .. Enum.GetNames<ActorKind>().Select(name => $"ActorKind.{name}"),
            .. Enum.GetNames<QuarantineCause>().Select(name => $"QuarantineCause.{name}"),
            .. Enum.GetNames<QueueState>().Select(name => $"QueueState.{name}"),
            .. Enum.GetNames<QueuedRecipientState>().Select(name => $"QueuedRecipientState.{name}"),
            .. Enum.GetNames<QueueAction>().Select(name => $"QueueAction.{name}"),
            .. Enum.GetNames<MailboxState>().Select(name => $"MailboxState.{name}"),
            .. Enum.GetNames<OnFailure>().Select(name => $"OnFailure.{name}"),
            .. Enum.GetNames<ReceivePolicy>().Select(name => $"ReceivePolicy.{name}"),
            .. Enum.GetNames<ProductFeatures>().Where(name => name != nameof(ProductFeatures.None)).Select(name => $"Feature.{name}"),
            .. Enum.GetValues<ProductLimit>().Select(limit => $"Limit.{limit.Code()}"),
            .. Enum.GetNames<DomainOwnership>().Select(name => $"Ownership.{name}"),
            .. Enum.GetNames<RecordKind>().Select(name => $"RecordKind.{name}"),
            .. Enum.GetNames<RecordNeed>().Select(name => $"RecordNeed.{name}"),
            .. Enum.GetNames<RecordOutcome>().Append("Unknown").Select(name => $"RecordOutcome.{name}"),
            .. Enum.GetNames<DkimKeyState>().SelectMany(name => new[] { $"DkimKeyState.{name}", $"DkimRemoveHint.{name}" }),
            .. Enum.GetNames<TraceState>().SelectMany(name => new[] { $"TraceState.{name}", $"TraceState.{name}.Said" }), .. Enum.GetNames<TraceEventKind>().Select(name => $"Trace.{name}"),
            .. Enum.GetNames<LoginResult>().Select(name => $"LoginResult.{name}"),
            .. Enum.GetNames<AddressKind>().Select(name => $"Kind{name}"),
            .. Enum.GetNames<Role>().Select(name => $"Role.{name}"),
            .. ApiScopes.All.Select(scope => $"Scope.{scope}"),
            .. from subject in new[] { "product", "subscription", "domain", "mailbox", "alias", "rules", "sendingRight" } from action in Enum.GetNames<OrderAction>() select $"Item.{subject}.{action}",
        ];
        names.Where(name => !English.ContainsKey(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_text_that_a_page_names_exists_and_every_text_is_named()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "Oss.Web"), "*.*", SearchOption.AllDirectories)
            .Where(file => (file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)) && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText).ToList();
        var named = sources.SelectMany(source => Named().Matches(source)).Select(match => match.Groups[1].Value + match.Groups[2].Value).ToHashSet();

        named.Where(name => !English.ContainsKey(name)).ShouldBeEmpty();
        var quoted = sources.SelectMany(source => Quoted().Matches(source)).Select(match => match.Groups[1].Value).ToHashSet();
        English.Keys.Where(name => !quoted.Contains(name) && !name.Contains('.', StringComparison.Ordinal) && !name.StartsWith("Kind", StringComparison.Ordinal)).ShouldBeEmpty("Nothing says these.");
    }

    private static Dictionary<string, string> Read(CultureInfo culture) => new ResourceManager("Oss.Web.Shared.Texts", typeof(Texts).Assembly)
        .GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
        .Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    private static string Blanks(string text) => string.Join(' ', Blank().Matches(text).Select(match => match.Value).Order());

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Blank();

    [GeneratedRegex(@"[tT]exts?\[""([^""]+)""\]|new Done\(""(\w+)""")]
    private static partial Regex Named();

    [GeneratedRegex(@"""(\w+)""")]
    private static partial Regex Quoted();
}
