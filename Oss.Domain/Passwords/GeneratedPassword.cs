using System.Security.Cryptography;

namespace Oss.Domain.Passwords;

/// <summary>Passwords made here: to be read out on the telephone and typed once, so four groups of four, without capitals and without characters
/// that are taken for one another. 80 bits.</summary>
public static class GeneratedPassword
{
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int Groups = 4;
    private const int GroupLength = 4;

    /// <summary>A new one, like <c>k7wq-hm2p-x9ta-4rce</c>.</summary>
    public static string Create() => string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));
}
