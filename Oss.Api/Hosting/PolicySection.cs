using Oss.MailEngine.Policy;

namespace Oss.Api.Hosting;

/// <summary>Section <c>Oss:Policy</c>: whose mail is taken.</summary>
public sealed class PolicySection
{
    /// <summary>The rules, one a line, in order.</summary>
    public string[] Rules { get; set; } = [];

    /// <summary>A text file with rules that come after <see cref="Rules"/>; empty for none.</summary>
    public string RulesFile { get; set; } = "";

    /// <summary>Networks of ours, separated by commas: only rules of <c>submission</c> are about them, and what they send is not authenticated.</summary>
    public string TrustedNetworks { get; set; } = "127.0.0.0/8,::1/128";

    /// <summary>Whether SPF, DKIM, DMARC and ARC of mail from other servers are looked up and noted.</summary>
    public bool Authenticate { get; set; } = true;

    /// <summary>The engine's settings.</summary>
    /// <exception cref="ConfigurationException">A rule cannot be read.</exception>
    public PolicyOptions ToOptions(string directory)
    {
        if (RulesFile.Length > 0 && !File.Exists(RulesFile))
            throw new ConfigurationException($"Oss:Policy:RulesFile names {RulesFile}, which is not there.");

        string[] rules = [.. Rules, .. RulesFile.Length > 0 ? File.ReadAllLines(RulesFile) : []];
        if (PolicyOptions.FindError(rules) is { } error)
            throw new ConfigurationException($"Oss:Policy: {error}.");
        return new PolicyOptions { Rules = rules, TrustedNetworks = OssOptions.Networks("Policy:TrustedNetworks", TrustedNetworks), Authenticates = Authenticate, Directory = directory };
    }
}
