using System.Text;
using Microsoft.EntityFrameworkCore;
using Oss.Api.CommandLine;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.CommandLine;

/// <summary>Files of mailboxes, as people make them.</summary>
public sealed class ImportTests
{
    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static TheoryData<string> Encodings => ["windows-1252", "utf-8", "utf-8-bom", "utf-16"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_file_of_a_German_Excel_is_read_however_it_was_saved(string encoding)
    {
        await using var node = await CommandLineNode.CreateAsync(DatabaseProvider.Sqlite);
        await node.CustomerAsync("a.example");
        var text = $"Adresse;Vertrag;Anzeigename;Passwort;Speicher;Aliase\r\njörg@a.example;a.example;\"Weiß; Jörg \"\"der Große\"\"\";{An.Hash};1,5 GB;\"j@a.example, jw@a.example\"\r\n\r\nanna@a.example;a.example;Zeile 1;{An.Hash};;\r\n";
        var file = node.Write("neu.csv", encoding switch
        {
            "windows-1252" => Windows.GetBytes(text),
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("sep=;\r\n" + text)],
            "utf-8-bom" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            _ => Encoding.UTF8.GetBytes(text),
        });

        var report = (await node.RunAsync("mailboxes", "import", file, "--json")).Json();

        report.GetProperty("ordered").GetInt32().ShouldBe(2);
        var mailbox = await node.QueryAsync(db => db.Mailboxes.Include(m => m.Addresses).SingleAsync(m => m.PrimaryAddress == "jörg@a.example"));
        (mailbox.DisplayName, mailbox.QuotaBytes).ShouldBe(("Weiß; Jörg \"der Große\"", 3L << 29));
        mailbox.Addresses.Select(a => a.Value).Order(StringComparer.Ordinal).ShouldBe(["j@a.example", "jw@a.example", "jörg@a.example"]);
    }

    [Theory]
    [EachDatabase]
    public async Task A_preview_does_nothing_errors_are_told_by_line_and_a_mended_file_goes_on_where_it_was(DatabaseProvider provider)
    {
        await using var node = await CommandLineNode.CreateAsync(provider);
        await node.CustomerAsync("a.example");
        string Line(string address, string contract = "a.example", string quota = "", string aliases = "") => $"{address},{contract},,{An.Hash},{quota},{aliases}\n";
        var text = "address,contract,name,password,quota,aliases\n"
            + Line("one@a.example") + Line("two@a.example", aliases: "zwei@a.example") + Line("TWO@a.example") + Line("no address") + Line("three@a.example", quota: "much")
            + Line("four@a.example", "K-unknown") + Line("five@a.example", quota: "3G") + Line("six@a.example", aliases: "zwei@a.example") + Line("seven@a.example");
        var (file, errors) = (node.Write("new.csv", text), Path.Combine(node.Data, "errors.csv"));

        var preview = (await node.RunAsync("mailboxes", "import", file, "--preview", "--json")).Json(ExitCodes.Refused);
        (await node.QueryAsync(db => db.Mailboxes.CountAsync())).ShouldBe(0);
        var first = (await node.RunAsync("mailboxes", "import", file, "--errors", errors, "--json")).Json(ExitCodes.Refused);
        var again = (await node.RunAsync("mailboxes", "import", file, "--json")).Json(ExitCodes.Refused);

        foreach (var report in (System.Text.Json.JsonElement[])[preview, first])
        {
            (report.GetProperty("lines").GetInt32(), report.GetProperty("ordered").GetInt32(), report.GetProperty("refused").GetInt32()).ShouldBe((9, 3, 6), report.ToString());
            report.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("line")} {e.GetProperty("place")} {e.GetProperty("code")}").Order().ShouldBe(
                ["4 address already-exists", "5 address invalid-address", "6 quota out-of-range", "7  not-found", "8  limit-exceeded", "9 address already-exists"]);
        }

        (again.GetProperty("ordered").GetInt32(), again.GetProperty("known").GetInt32()).ShouldBe((0, 3));
        File.GetUnixFileMode(errors).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var lines = await File.ReadAllLinesAsync(errors);
        lines.Length.ShouldBe(7);
        lines[1].ShouldContain("'TWO@a.example' stands in line 3 already", Case.Insensitive);
        await File.WriteAllTextAsync(errors, (await File.ReadAllTextAsync(errors)).Replace("K-unknown", "a.example").Replace(";3G;", ";2G;").Replace("no address", "eight@a.example"));
        var mended = (await node.RunAsync("mailboxes", "import", errors, "--name", "new.csv", "--json")).Json(ExitCodes.Refused);

        // TWO is two, which this import has ordered, with other aliases; much is still no size; zwei is an alias of two.
        (mended.GetProperty("ordered").GetInt32(), mended.GetProperty("refused").GetInt32()).ShouldBe((3, 3), mended.ToString());
        (await node.QueryAsync(db => db.Mailboxes.CountAsync())).ShouldBe(6);
    }

    [Theory]
    [EachDatabase]
    public async Task A_preview_sees_the_limit_that_no_line_exceeds_alone(DatabaseProvider provider)
    {
        await using var node = await CommandLineNode.CreateAsync(provider);
        await node.CustomerAsync("a.example");
        var file = node.Write("many.csv", "address,password\n" + string.Concat(Enumerable.Range(1, 27).Select(i => $"m{i}@a.example,{An.Hash}\n")));

        var preview = (await node.RunAsync("mailboxes", "import", file, "--contract", "a.example", "--preview", "--json")).Json(ExitCodes.Refused);
        var done = (await node.RunAsync("mailboxes", "import", file, "--contract", "a.example", "--json")).Json(ExitCodes.Refused);

        foreach (var report in (System.Text.Json.JsonElement[])[preview, done])
            (report.GetProperty("ordered").GetInt32(), report.GetProperty("refused").GetInt32()).ShouldBe((25, 2), report.ToString());
    }

    [Theory]
    [InlineData("qouta,address\n", "The column 'qouta' is not known")]
    [InlineData("name,password\n", "names no column 'address'")]
    [InlineData("address,mailbox\n", "The column Address is there twice")]
    [InlineData("", "The file is empty")]
    public async Task A_head_that_is_none_is_refused_before_anything_is_ordered(string text, string error)
    {
        await using var node = await CommandLineNode.CreateAsync(DatabaseProvider.Sqlite);

        (await node.RunAsync("mailboxes", "import", node.Write("x.csv", text))).ShouldBe(ExitCodes.Refused).Errors.ShouldContain(error);
    }

    [Fact]
    public async Task A_quote_that_is_left_open_ends_the_import_and_not_the_memory()
    {
        await using var node = await CommandLineNode.CreateAsync(DatabaseProvider.Sqlite);
        var file = node.Write("x.csv", "address,password\na@b.example,\"" + new string('x', 1_000_000));

        (await node.RunAsync("mailboxes", "import", file)).ShouldBe(ExitCodes.Refused).Errors.ShouldContain("is a quote left open?");
    }

    [Theory]
    [EachDatabase]
    public async Task What_is_exported_is_read_again_and_is_no_formula(DatabaseProvider provider)
    {
        await using var node = await CommandLineNode.CreateAsync(provider);
        await node.CustomerAsync("a.example");
        await node.CustomerAsync("b.example");
        var file = node.Write("new.csv", $"address;contract;name;password;quota;aliases\njörg@a.example;a.example;=HYPERLINK(1);{An.Hash};500M;j@a.example jw@a.example\nanna@b.example;b.example;;{An.Hash};;\n");
        (await node.RunAsync("mailboxes", "import", file)).ShouldBe(ExitCodes.Done);

        var all = (await node.RunAsync("mailboxes", "export")).ShouldBe(ExitCodes.Done).Output;
        var one = Path.Combine(node.Data, "one.csv");
        (await node.RunAsync("mailboxes", "export", one, "--contract", "a.example", "--excel", "--json")).Json().GetProperty("mailboxes").GetInt32().ShouldBe(1);

        all.Split("\r\n").ShouldContain(line => line.StartsWith("jörg@a.example,a.example,'=HYPERLINK(1),500M,j@a.example jw@a.example,T-a.example,Tenant of a.example,customer-domain,Active,", StringComparison.Ordinal));
        var excel = await File.ReadAllBytesAsync(one);
        excel.AsSpan().StartsWith(Encoding.UTF8.Preamble).ShouldBeTrue();
        (await node.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Action == "mailbox.export"))).ShouldBe(2);
        (await node.RunAsync("mailboxes", "import", one)).ShouldBe(ExitCodes.Refused).Output.ShouldContain("The password is missing");
    }
}
