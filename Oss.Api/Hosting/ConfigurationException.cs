namespace Oss.Api.Hosting;

/// <summary>A setting the node cannot start with; the message says which and what to write instead.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates the exception with the sentence the operator reads.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }
}
