using System.Globalization;

namespace Oss.Bench.Load;

/// <summary>Fills a Maildir as another delivery agent would have: files only, no UID list, no index.</summary>
internal static class MaildirMaker
{
    public static void Fill(string maildir, int messages, Func<int, int> octets)
    {
        var cur = Path.Combine(maildir, "cur");
        foreach (var part in (string[])["cur", "new", "tmp"])
            Directory.CreateDirectory(Path.Combine(maildir, part));
        for (var number = 0; number < messages; number++)
        {
            var message = Messages.Make(number, octets(number));
            var flags = number % 4 == 0 ? "" : number % 10 == 0 ? "FS" : "S";
            File.WriteAllBytes(Path.Combine(cur, string.Create(
                CultureInfo.InvariantCulture, $"{1_767_225_600 + number}.M{number % 1_000_000}P1.bench,S={message.Length},W={message.Length}:2,{flags}")), message);
        }
    }
}
