namespace Oss.MailEngine.Sasl;

/// <summary>One run of a mechanism (RFC 4422 3): responses go in, challenges and an outcome come out. It knows octets only; base64, and how lines are framed, is the protocol's.</summary>
internal abstract class SaslExchange
{
    /// <summary>What the server says to a client that sent no initial response; nothing for a mechanism in which the client speaks first.</summary>
    public virtual byte[] Opening => [];

    /// <summary>Takes the client's next response.</summary>
    public abstract ValueTask<SaslStep> RespondAsync(byte[] response, CancellationToken cancellationToken);
}
