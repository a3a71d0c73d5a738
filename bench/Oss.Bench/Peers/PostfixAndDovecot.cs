using System.Globalization;
using System.Net;

namespace Oss.Bench.Peers;

/// <summary>What most platforms are made of: Postfix takes the mail and hands it to Dovecot by LMTP.</summary>
internal sealed class PostfixAndDovecot : IMailServer, ISmtpServer
{
    private readonly PostfixServer _postfix;
    private readonly DovecotServer _dovecot;

    private PostfixAndDovecot(PostfixServer postfix, DovecotServer dovecot) => (_postfix, _dovecot) = (postfix, dovecot);

    public string Name => "Postfix + Dovecot";

    public IPEndPoint Smtp => _postfix.Smtp;

    public IPEndPoint Imap => _dovecot.Imap;

    public IPEndPoint Pop3 => _dovecot.Pop3;

    public IPEndPoint Lmtp => _dovecot.Lmtp;

    public IReadOnlyList<int> ProcessIds => [.. _postfix.ProcessIds, .. _dovecot.ProcessIds];

    public static async Task<PostfixAndDovecot> StartAsync(int users)
    {
        var dovecot = await DovecotServer.StartAsync(users);
        return new PostfixAndDovecot(
            await PostfixServer.StartAsync(
                $"relay_domains = {Users.Domain}", string.Create(CultureInfo.InvariantCulture, $"relay_transport = lmtp:inet:127.0.0.1:{dovecot.Lmtp.Port}"), "lmtp_destination_concurrency_limit = 40"),
            dovecot);
    }

    public string MaildirOf(string user) => _dovecot.MaildirOf(user);

    public void Own(string path) => _dovecot.Own(path);

    public void DeleteDerived(string user) => _dovecot.DeleteDerived(user);

    public async ValueTask DisposeAsync()
    {
        await _postfix.DisposeAsync();
        await _dovecot.DisposeAsync();
    }
}
