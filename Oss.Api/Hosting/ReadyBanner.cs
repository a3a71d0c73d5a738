using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Oss.Domain.Access;

namespace Oss.Api.Hosting;

/// <summary>What the node says on standard output once it is ready: where everything is, and on the very first start the
/// secrets that are shown this once.</summary>
public static class ReadyBanner
{
    /// <summary>Writes the banner with the addresses really bound, so that port 0 shows the port it became.</summary>
    public static void Write(TextWriter output, IReadOnlyDictionary<string, string> bound, FirstStartSecrets? secrets)
    {
        var web = bound.GetValueOrDefault("Http") ?? bound.GetValueOrDefault("Https");
        output.WriteLine();
        output.WriteLine("The mail platform is ready.");
        if (web is not null)
        {
            output.WriteLine($"  Console      {web}/");
            output.WriteLine($"  WSDL         {web}/soap/orders?wsdl");
            output.WriteLine($"  REST         {web}/openapi/v1.json");
        }

        foreach (var (name, address) in bound)
            output.WriteLine($"  {Label(name),-12} {address}");

        if (secrets is not null)
            WriteSecrets(output, secrets);

        output.WriteLine("Ctrl-C stops it.");
        output.Flush();
    }

    private static void WriteSecrets(TextWriter output, FirstStartSecrets secrets)
    {
        output.WriteLine();
        output.WriteLine("First start. These are stored hashed and shown this once; write them down:");
        output.WriteLine($"  Console user {secrets.OperatorName}  password {secrets.OperatorPassword}");
        output.WriteLine($"  CRM client   {secrets.ApiClientName}  secret   {secrets.ApiClientSecret}");
        output.WriteLine();
    }

    /// <summary>By listener's name, a URL or for mail an end point. Kestrel reports addresses in the order in which they were listened on.</summary>
    public static Dictionary<string, string> BoundAddresses(WebApplication app, IReadOnlyList<Listener> listeners)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return listeners.Zip(addresses).ToDictionary(
            pair => pair.First.Name,
            pair => pair.First.Mail is null ? pair.Second : pair.Second[(pair.Second.IndexOf("//", StringComparison.Ordinal) + 2)..]);
    }

    private static string Label(string name) => name switch
    {
        "Http" or "Https" or "Smtp" or "Lmtp" or "Imap" => name.ToUpperInvariant(),
        "Pop3" => "POP3",
        _ => name,
    };
}
