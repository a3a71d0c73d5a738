using Microsoft.Extensions.Configuration;
using Oss.Api.Hosting;
using Oss.MailEngine.Sieve;
using Shouldly;
using Xunit;

namespace Oss.Tests.Hosting;

/// <summary>Settings are taken as they are meant or not at all: a node with one that nobody reads does not start.</summary>
public sealed class SettingTests
{
    [Theory]
    [InlineData("Oss:Outbond:SmartHost", "smtp:relay.example:25", "Oss:Outbond is no setting; did you mean Oss:Outbound?")]
    [InlineData("Oss:Outbound:SmartHots", "smtp:relay.example:25", "Oss:Outbound:SmartHots is no setting; did you mean Oss:Outbound:SmartHost?")]
    [InlineData("Oss:Policy:TrustedNetworks:0", "192.0.2.0/24", "Oss:Policy:TrustedNetworks:0 is no setting: Oss:Policy:TrustedNetworks is one value.")]
    [InlineData("Oss:ContentFilters:Hooks:0:Adress", "127.0.0.1:783", "Oss:ContentFilters:Hooks:0:Adress is no setting; did you mean Oss:ContentFilters:Hooks:0:Address?")]
    [InlineData("Oss:LifeCycle:GraceDay", "30", "Oss:LifeCycle:GraceDay is no setting; did you mean Oss:LifeCycle:GraceDays?")]
    [InlineData("Oss:Database:Provider", "Postgres", "Oss:Database:Provider is 'Postgres'; it takes Sqlite or MySql.")]
    [InlineData("Oss:LifeCycle:GraceDays", "a month", "Oss:LifeCycle:GraceDays is 'a month'; it takes a number.")]
    [InlineData("Oss:Sieve:Events:0:Causes", "Copy, Expunge", "Oss:Sieve:Events:0:Causes is 'Copy, Expunge'; it takes None or Append or Copy or Flag or All.")]
    [InlineData("Oss:Sieve:Events:0:Name", "Junk", "Oss:Sieve:Events:0:Name is no setting; below Oss:Sieve:Events:0 there are After, Before, Causes, Folder, From.")]
    [InlineData("Oss:Listen:Impa", "127.0.0.1:143", "Oss:Listen:Impa is no setting; did you mean Oss:Listen:Imap?")]
    public void A_setting_that_nothing_reads_is_told_with_the_one_that_is_like_it(string name, string value, string told) =>
        Should.Throw<ConfigurationException>(() => OssOptions.Read(With((name, value)))).Message.ShouldBe(told);

    [Fact]
    public void One_that_is_like_none_is_told_with_those_that_there_are() =>
        Should.Throw<ConfigurationException>(() => OssOptions.Read(With(("Oss:Database:Xyz", "1")))).Message.ShouldBe("Oss:Database:Xyz is no setting; below Oss:Database there are ConnectionString, Provider.");

    [Fact]
    public void Names_of_ones_own_are_taken_where_they_are_asked_for_in_any_case_of_letters() =>
        OssOptions.Read(With(
            ("oss:outbound:transports:example.org", "lmtp:store.example.org:24"), ("Oss:Volumes:0:Name", "vol1"), ("OSS:VOLUMES:0:PATH", "/srv/vol1"), ("Oss:Sieve:Before:0", "/etc/oss/before.sieve"),
            ("Oss:Limits:MaxConnections", ""), ("Oss:Listen:Policy", "127.0.0.1:10031")))
        .Volumes.ShouldHaveSingleItem().Path.ShouldBe("/srv/vol1");

    [Theory]
    [InlineData("discard;", "Junk", null, "Copy, flag", null)]
    [InlineData("discard;", "", null, "All", "Oss:Sieve:Events:0:Folder is missing: the folder whose events the scripts are for, such as Junk, * or \\Junk.")]
    [InlineData("discard;", "*", "Junk", "Append", "Oss:Sieve:Events:0:From is about messages that are copied, and Causes has no Copy.")]
    [InlineData(null, "*", "Junk", "All", "Oss:Sieve:Events:0 names no scripts: it takes Before and After.")]
    [InlineData("discart;", "*", null, "All", "Oss:Sieve names the script SCRIPT, which does not compile: line 1, column 1: 'discart' is not a command; check its spelling.")]
    [InlineData("require \"vacation\";", "*", null, "All", "Oss:Sieve names the script SCRIPT, which does not compile: line 1, column 1: The extension \"vacation\" is about mail that is delivered; a script for IMAP events cannot require it.")]
    public void Scripts_at_events_are_looked_at_when_the_node_starts(string? script, string folder, string? from, string causes, string? told)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, script);
            var options = OssOptions.Read(With(
                [("Oss:Sieve:Events:0:Folder", folder), ("Oss:Sieve:Events:0:Causes", causes), .. from is null ? [] : new[] { ("Oss:Sieve:Events:0:From", from) }, .. script is null ? [] : new[] { ("Oss:Sieve:Events:0:Before:0", path) }]));
            if (told is null)
                options.Sieve.ToOptions(options).Events.ShouldHaveSingleItem().Causes.ShouldBe(ImapCauses.Copy | ImapCauses.Flag);
            else
                Should.Throw<ConfigurationException>(() => options.Sieve.ToOptions(options)).Message.ShouldBe(told.Replace("SCRIPT", path, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IConfiguration With(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
