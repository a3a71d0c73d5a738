namespace Oss.MailEngine.Sieve.Language;

/// <summary>The grammar of RFC 5228 8.2, which knows no command by name.</summary>
internal sealed class Parser
{
    private readonly List<Token> _tokens;
    private int _at;
    private int _invocations;

    private Parser(List<Token> tokens) => _tokens = tokens;

    private Token Current => _tokens[_at];

    /// <exception cref="SieveException">At the first thing that is not well-formed.</exception>
    public static IReadOnlyList<Invocation> Parse(ReadOnlySpan<byte> script)
    {
        var parser = new Parser(Lexer.Read(script));
        var commands = parser.Commands(0);
        return parser.Current.Kind == TokenKind.End ? commands : throw parser.Unexpected(new("a command", "ein Befehl"));
    }

    private List<Invocation> Commands(int depth)
    {
        var commands = new List<Invocation>();
        while (Current.Kind == TokenKind.Identifier)
            commands.Add(Command(depth));
        return commands;
    }

    private Invocation Command(int depth)
    {
        var name = Take();
        var arguments = Arguments();
        var tests = Tests(depth);
        if (Current.Is('{'))
        {
            Count(name.At, depth);
            var open = Take();
            var block = Commands(depth + 1);
            if (!Current.Is('}'))
                throw Current.Kind == TokenKind.End ? new SieveException(open.At, "The block that begins here with '{' has no '}'.", "Der Block, der hier mit '{' beginnt, hat kein '}'.") : Unexpected(new("a command or '}'", "ein Befehl oder '}'"));
            Take();
            return new Invocation(name.Text, name.At, arguments, tests, block);
        }

        if (!Current.Is(';'))
        {
            throw Current.Kind is TokenKind.Identifier or TokenKind.End || Current.Is('}')
                ? new SieveException(name.At, $"The command '{name.Text}' does not end with ';'.", $"Der Befehl '{name.Text}' endet nicht mit ';'.")
                : Unexpected(new("';' or '{'", "';' oder '{'"));
        }

        Take();
        Count(name.At, depth);
        return new Invocation(name.Text, name.At, arguments, tests, null);
    }

    private Invocation Test(int depth)
    {
        if (Current.Kind != TokenKind.Identifier)
            throw Unexpected(new("a test", "ein Test"));

        var name = Take();
        Count(name.At, depth);
        return new Invocation(name.Text, name.At, Arguments(), Tests(depth), null);
    }

    private List<Invocation> Tests(int depth)
    {
        if (Current.Kind == TokenKind.Identifier)
            return [Test(depth + 1)];
        if (!Current.Is('('))
            return [];

        Take();
        var tests = new List<Invocation> { Test(depth + 1) };
        while (Current.Is(','))
        {
            Take();
            tests.Add(Test(depth + 1));
        }

        if (!Current.Is(')'))
            throw Unexpected(new("',' or ')'", "',' oder ')'"));
        Take();
        return tests;
    }

    private List<Argument> Arguments()
    {
        var arguments = new List<Argument>();
        while (true)
        {
            var token = Current;
            switch (token.Kind)
            {
                case TokenKind.Tag:
                    arguments.Add(new Argument.Tag(token.At, token.Text));
                    break;
                case TokenKind.Number:
                    arguments.Add(new Argument.Number(token.At, token.Number));
                    break;
                case TokenKind.Text:
                    arguments.Add(new Argument.Strings(token.At, [(token.At, token.Text)], IsList: false));
                    break;
                case TokenKind.Mark when token.Is('['):
                    arguments.Add(List());
                    continue;
                default:
                    return arguments;
            }

            Take();
        }
    }

    private Argument.Strings List()
    {
        var open = Take();
        var items = new List<(SievePosition, string)>();
        while (true)
        {
            if (Current.Kind != TokenKind.Text)
                throw Unexpected(new("a string", "eine Zeichenkette"));
            items.Add((Current.At, Current.Text));
            Take();
            if (Current.Is(']'))
                break;
            if (!Current.Is(','))
                throw Unexpected(new("',' or ']'", "',' oder ']'"));
            Take();
        }

        Take();
        return new Argument.Strings(open.At, items, IsList: true);
    }

    private void Count(SievePosition at, int depth)
    {
        if (depth >= SieveLimits.Nesting)
            throw new SieveException(at, $"Blocks and tests are nested more than {SieveLimits.Nesting} deep.", $"Blöcke und Tests sind mehr als {SieveLimits.Nesting} Ebenen tief geschachtelt.");
        if (++_invocations > SieveLimits.Invocations)
            throw new SieveException(at, $"The script has more than {SieveLimits.Invocations} commands and tests.", $"Das Skript hat mehr als {SieveLimits.Invocations} Befehle und Tests.");
    }

    private Token Take() => _tokens[_at++];

    private SieveException Unexpected(Sentence expected) =>
        new(Current.At, $"Here is {Current.Described.English}; {expected.English} is expected.", $"Hier steht {Current.Described.German}; erwartet wird {expected.German}.");
}
