using System.Net;

namespace Oss.Bench.Peers;

/// <summary>A server that mail is sent to by SMTP.</summary>
internal interface ISmtpServer : IServer
{
    /// <summary>Where SMTP listens.</summary>
    IPEndPoint Smtp { get; }
}
