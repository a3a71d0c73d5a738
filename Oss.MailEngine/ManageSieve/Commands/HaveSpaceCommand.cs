using System.Globalization;

namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>HAVESPACE (RFC 5804 2.5): whether a PUTSCRIPT would be within the quota.</summary>
internal static class HaveSpaceCommand
{
    public static Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        if (input.Arguments is not [{ IsString: true }, { IsString: false } size] || !long.TryParse(size.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var octets))
            throw new ManageSieveRefusal(null, "HAVESPACE takes a name and a number of octets");

        session.Scripts.HasSpace(input.Name(0), octets).Require();
        session.Ok();
        return Task.CompletedTask;
    }
}
