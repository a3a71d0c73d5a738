using Microsoft.Extensions.Configuration;
using Oss.Api.Hosting;
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

    private static IConfiguration With(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
