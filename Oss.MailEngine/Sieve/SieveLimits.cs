namespace Oss.MailEngine.Sieve;

/// <summary>What a script may cost. Hitting a limit while compiling is an error told to the author; hitting one while running is logged and keeps the message in INBOX.</summary>
internal static class SieveLimits
{
    /// <summary>Octets of one script.</summary>
    public const int ScriptOctets = 1024 * 1024;

    /// <summary>Characters of one string in a script.</summary>
    public const int StringCharacters = 256 * 1024;

    /// <summary>Blocks within blocks and tests within tests; RFC 5228 2.10.7 asks for 15.</summary>
    public const int Nesting = 32;

    /// <summary>Commands and tests of one script.</summary>
    public const int Invocations = 20_000;

    /// <summary>Errors told at one time.</summary>
    public const int Errors = 20;

    /// <summary>Actions one run may yield.</summary>
    public const int Actions = 32;

    /// <summary>Redirects one run may yield: a script is no list server (RFC 5228 4.2 and 10).</summary>
    public const int Redirects = 5;

    /// <summary>Notifications one run may yield (RFC 5435 3.8).</summary>
    public const int Notifications = 4;

    /// <summary>Steps of one run: a command or test is one, and so is each <see cref="CharactersPerStep"/> characters looked at. About a second of one core at worst.</summary>
    public const long Steps = 5_000_000;

    /// <summary>Steps of all runs that one IMAP command brings about: flags of a hundred thousand messages can be changed by one line. The messages after that are left as the command left them.</summary>
    public const long EventSteps = 25_000_000;

    /// <summary>Messages that the scripts of one IMAP command may send.</summary>
    public const int EventMessages = 200;

    /// <summary>Characters that are compared, decoded or copied for one step.</summary>
    public const int CharactersPerStep = 64;

    /// <summary>Variables at one time; RFC 5229 6 asks for 128.</summary>
    public const int Variables = 256;

    /// <summary>Characters of a variable's value, which is cut there; RFC 5229 6 asks for 4000.</summary>
    public const int VariableValue = 64 * 1024;

    /// <summary>Characters of a variable's name; RFC 5229 6 asks for 32.</summary>
    public const int VariableName = 64;

    /// <summary>Match variables, <c>${0}</c> to <c>${32}</c>; RFC 5229 6 asks for <c>${9}</c>.</summary>
    public const int MatchVariables = 33;

    /// <summary>Scripts included by scripts by scripts; RFC 6609 3.1 asks for three.</summary>
    public const int IncludeDepth = 10;

    /// <summary>Scripts one run may include.</summary>
    public const int Includes = 255;

    /// <summary>Characters of a regular expression.</summary>
    public const int RegexCharacters = 2000;

    /// <summary>Repetitions a regular expression may count to (POSIX's RE_DUP_MAX).</summary>
    public const int RegexRepetitions = 255;

    /// <summary>Time for one match of a regular expression; the engine does not backtrack, so this is reached only by a machine in trouble.</summary>
    public static readonly TimeSpan RegexTime = TimeSpan.FromMilliseconds(500);

    /// <summary>Octets of a message's body that <c>body</c>, <c>mime</c> and <c>foreverypart</c> look at.</summary>
    public const int BodyOctets = 32 * 1024 * 1024;

    /// <summary>Loops within loops of <c>foreverypart</c>; RFC 5703 3 asks for one loop inside another.</summary>
    public const int PartLoops = 10;

    /// <summary>Octets of a header field added by <c>addheader</c>.</summary>
    public const int AddedField = 2048;

    /// <summary>Characters of a flag list held in a variable.</summary>
    public const int Flags = 4096;

    /// <summary>Days between two vacation replies to one sender at most.</summary>
    public const int VacationDays = 180;

    /// <summary>Time a <c>duplicate</c> identifier is remembered at most, silently (RFC 7352 3.3).</summary>
    public static readonly TimeSpan DuplicateMemory = TimeSpan.FromDays(30);
}
