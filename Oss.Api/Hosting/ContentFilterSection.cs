using Oss.MailEngine.ContentFilters;

namespace Oss.Api.Hosting;

/// <summary>Section <c>Oss:ContentFilters</c>: filters of spam and viruses, and what becomes of what they find.</summary>
public sealed class ContentFilterSection
{
    /// <summary>The filters.</summary>
    public List<HookSection> Hooks { get; set; } = [];

    /// <summary>Relays whose own filters are believed, as networks separated by commas.</summary>
    public string TrustedNetworks { get; set; } = "";

    /// <summary><c>Refuse</c> or <c>Quarantine</c>.</summary>
    public VirusHandling Virus { get; set; }

    /// <summary>Spam of at least so many percent of what its filter asks for is held back; absent for none.</summary>
    public int? QuarantineSpamPercent { get; set; }

    /// <summary>Whether spam goes to Junk for mailboxes that say nothing about it.</summary>
    public bool SpamToJunk { get; set; } = true;

    /// <summary>Days that a message stays in quarantine.</summary>
    public int KeepDays { get; set; } = 30;

    /// <summary>The engine's settings.</summary>
    /// <exception cref="ConfigurationException">A value cannot be read.</exception>
    public ContentFilterOptions ToOptions(string quarantineDirectory) => new()
    {
        Hooks = [.. Hooks.Select((hook, number) => hook.ToHook($"Oss:ContentFilters:Hooks:{number}"))],
        TrustedNetworks = OssOptions.Networks("ContentFilters:TrustedNetworks", TrustedNetworks),
        Virus = Virus,
        QuarantineSpamPercent = QuarantineSpamPercent is null or >= 100 ? QuarantineSpamPercent
            : throw new ConfigurationException($"Oss:ContentFilters:QuarantineSpamPercent is {QuarantineSpamPercent}; what is held back is spam, so it is 100 or more."),
        SpamToJunk = SpamToJunk,
        QuarantineDirectory = quarantineDirectory,
        KeepQuarantined = KeepDays > 0 ? TimeSpan.FromDays(KeepDays) : throw new ConfigurationException("Oss:ContentFilters:KeepDays is not a number of days."),
    };

    /// <summary>One of <c>Oss:ContentFilters:Hooks</c>.</summary>
    public sealed class HookSection
    {
        /// <summary><c>Rspamd</c>, <c>SpamAssassin</c> or <c>ClamAv</c>.</summary>
        public ContentFilterKind? Kind { get; set; }

        /// <summary>Where it listens: <c>host:port</c>, or the path of a socket.</summary>
        public string Address { get; set; } = "";

        /// <summary><c>Accept</c> or <c>Defer</c>: what becomes of a message that it did not look at.</summary>
        public WhenDown WhenDown { get; set; }

        /// <summary>Seconds until it has answered.</summary>
        public int Seconds { get; set; } = 30;

        /// <summary>Larger messages are not shown to it; absent for the kind's default.</summary>
        public long? MaxBytes { get; set; }

        /// <summary>Messages shown to it at one time.</summary>
        public int MaxConcurrent { get; set; } = 10;

        internal ContentFilterHook ToHook(string name)
        {
            if (Kind is not { } kind)
                throw new ConfigurationException($"{name}:Kind is missing; it is Rspamd, SpamAssassin or ClamAv.");
            if (!Address.StartsWith('/') && !Address.Contains(':', StringComparison.Ordinal))
                throw new ConfigurationException($"{name}:Address is '{Address}'; it reads like 127.0.0.1:783 or /run/clamav/clamd.ctl.");
            if (Seconds is < 1 or > 300 || MaxConcurrent < 1 || MaxBytes < 1)
                throw new ConfigurationException($"{name}: Seconds is from 1 to 300, MaxConcurrent and MaxBytes at least 1.");
            var hook = new ContentFilterHook(kind, Address) { WhenDown = WhenDown, Patience = TimeSpan.FromSeconds(Seconds), MaxConcurrent = MaxConcurrent };
            return hook with { MaxBytes = MaxBytes ?? hook.MaxBytes };
        }
    }
}
