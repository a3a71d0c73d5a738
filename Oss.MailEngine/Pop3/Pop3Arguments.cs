namespace Oss.MailEngine.Pop3;

/// <summary>The command is refused; answered with -ERR and the sentence.</summary>
internal sealed class Pop3RefusalException(string message) : Exception(message);

/// <summary>What follows a keyword.</summary>
internal readonly record struct Pop3Arguments(string Text)
{
    public bool IsEmpty => Text.Length == 0;

    /// <summary>The words between single spaces.</summary>
    public string[] Words => Text.Length == 0 ? [] : Text.Split(' ');

    /// <summary>Refuses whatever follows a keyword that takes nothing.</summary>
    public void ExpectNone()
    {
        if (!IsEmpty)
            throw new Pop3RefusalException("There is more than the command takes");
    }
}
