using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Oss.Domain.Persistence;
using Oss.Domain.Secrets;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Secrets;

/// <summary>A copy of the database alone opens nothing; nodes with the same file share what is encrypted, and one with another says so before it does harm.</summary>
public sealed class SecretsKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("oss-secrets-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, EachDatabase]
    public async Task Keys_that_were_stored_in_the_clear_are_encrypted_and_go_on_opening_what_they_closed(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        string closed;
        await using (var before = await NodeAsync(database, ""))
        {
            closed = Protector(before).Protect("of yesterday");
            (await StoredAsync(before)).ShouldContain("<value>");
        }

        await using var node = await NodeAsync(database, "a.key");
        (await node.Get<ProtectStoredKeys>().ExecuteAsync(Ct)).ShouldBeNull();
        var stored = await StoredAsync(node);
        stored.ShouldNotContain("<value>");
        stored.ShouldContain("encryptedBySecretsKey");
        Protector(node).Unprotect(closed).ShouldBe("of yesterday");
        (await node.Get<ProtectStoredKeys>().ExecuteAsync(Ct)).ShouldBeNull();
        (await StoredAsync(node)).ShouldBe(stored);
        (File.GetUnixFileMode(Path.Combine(_folder, "a.key")) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)).ShouldBe(UnixFileMode.None);
    }

    [Theory, EachDatabase]
    public async Task Nodes_with_the_same_file_read_what_each_other_encrypted_and_one_with_another_or_none_says_what_to_do(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var first = await NodeAsync(database, "a.key");
        (await first.Get<ProtectStoredKeys>().ExecuteAsync(Ct)).ShouldBeNull();
        var closed = Protector(first).Protect("a cookie");
        (await StoredAsync(first)).ShouldNotContain("<value>");
        File.Copy(Path.Combine(_folder, "a.key"), Path.Combine(_folder, "copy.key"));
        await using var second = await NodeAsync(database, "copy.key");
        (await second.Get<ProtectStoredKeys>().ExecuteAsync(Ct)).ShouldBeNull();
        Protector(second).Unprotect(closed).ShouldBe("a cookie");

        await File.WriteAllTextAsync(Path.Combine(_folder, "other.key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Ct);
        foreach (var (file, says) in new[] { ("other.key", "another key"), ("missing.key", "another key"), ("", "must name a copy") })
        {
            await using var stranger = await NodeAsync(database, file);
            (await stranger.Get<ProtectStoredKeys>().ExecuteAsync(Ct))!.ShouldContain(says, customMessage: file);
            Should.Throw<CryptographicException>(() => Protector(stranger).Unprotect(closed));
        }

        File.Exists(Path.Combine(_folder, "missing.key")).ShouldBeFalse("a second key would only hide the mistake");
    }

    [Fact]
    public void A_text_that_was_changed_or_is_of_another_key_is_refused_and_a_file_that_is_no_key_says_how_one_looks()
    {
        var (one, other) = (Key("one.key"), Key("other.key"));
        var closed = one.Encrypt("Geheim: Köln €");
        one.Decrypt(closed).ShouldBe("Geheim: Köln €");
        one.Encrypt("Geheim: Köln €").ShouldNotBe(closed);
        Should.Throw<CryptographicException>(() => other.Decrypt(closed));
        var octets = Convert.FromBase64String(closed);
        for (var i = 0; i < octets.Length; i++)
        {
            octets[i] ^= 1;
            Should.Throw<CryptographicException>(() => one.Decrypt(Convert.ToBase64String(octets)));
            octets[i] ^= 1;
        }

        Should.Throw<CryptographicException>(() => one.Decrypt("AAAA"));
        File.WriteAllText(Path.Combine(_folder, "no.key"), "-----BEGIN");
        Should.Throw<InvalidDataException>(() => Key("no.key").Encrypt("x")).Message.ShouldContain("openssl rand -base64 32");
    }

    private SecretsKey Key(string file)
    {
        var key = new SecretsKey(Options.Create(new SecretsOptions { KeyPath = Path.Combine(_folder, file) }));
        key.MakeUnlessThere();
        return key;
    }

    private static IDataProtector Protector(DomainNode node) => node.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static Task<string> StoredAsync(DomainNode node) => node.QueryAsync(async db => string.Join('\n', await db.DataProtectionKeys.OrderBy(key => key.Id).Select(key => key.Xml).ToListAsync()));

    private async Task<DomainNode> NodeAsync(TestDatabase database, string file)
    {
        var node = new DomainNode(database.Options, new FakeTimeProvider(DateTimeOffset.UtcNow), new FakeMailPlatform(), services => services.Configure<SecretsOptions>(secrets => secrets.KeyPath = file.Length == 0 ? "" : Path.Combine(_folder, file)));
        await node.MigrateAsync();
        return node;
    }
}
