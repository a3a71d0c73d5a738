namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>NOOP (RFC 5804 2.13): a string is given back, by which a client finds its place.</summary>
internal static class NoopCommand
{
    public static Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        if (input.Arguments.Count > 0)
            input.ExpectStrings(1);
        var tag = input.Arguments.Count == 0 ? null : input.Arguments[0].Text ?? throw new ManageSieveRefusal(null, "The string is not UTF-8");
        session.Ok("Done", tag is null ? null : $"TAG {ManageSieveSession.Quote(tag)}");
        return Task.CompletedTask;
    }
}
