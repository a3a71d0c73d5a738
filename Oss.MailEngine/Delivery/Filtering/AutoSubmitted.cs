using Oss.MailEngine.Mime;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>What <c>Auto-Submitted</c> says of a message (RFC 3834 5): whether a program wrote it.</summary>
internal static class AutoSubmitted
{
    /// <summary>Whether any such field says more than <c>no</c>, which may have parameters and comments.</summary>
    public static bool IsSaidOf(SieveMessage message) => message.FieldsNamed("Auto-Submitted").Any(field => !ContentHeader.Parse(field.Value).Value.Trim().Equals("no", StringComparison.OrdinalIgnoreCase));
}
