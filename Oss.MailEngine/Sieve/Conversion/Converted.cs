namespace Oss.MailEngine.Sieve.Conversion;

/// <summary>A script brought over from another server.</summary>
/// <param name="Script">The script as it runs here.</param>
/// <param name="Changes">What was changed, one sentence each.</param>
/// <param name="Problems">What could not be brought over, and where it stands in the original.</param>
public sealed record Converted(string Script, IReadOnlyList<SieveError> Changes, IReadOnlyList<SieveError> Problems);
