using System.Globalization;

namespace Oss.MailEngine.Sieve;

/// <summary>The variables of a run: a script's own, the global ones it shares with scripts it includes, and match variables (RFC 5229, RFC 6609 3.4).</summary>
internal sealed class SieveVariables(SieveRun run)
{
    private readonly Dictionary<string, string> _globals = [];
    private Dictionary<string, string> _locals = [];
    private HashSet<string> _sharedNames = [];
    private IReadOnlyList<string> _matches = [];

    /// <summary>The value; empty for a variable never set. Names are lower case.</summary>
    public string Get(string name)
    {
        if (char.IsAsciiDigit(name[0]))
            return int.Parse(name, CultureInfo.InvariantCulture) is var index && index < _matches.Count ? _matches[index] : "";
        if (name.StartsWith("global.", StringComparison.Ordinal))
            return _globals.GetValueOrDefault(name[7..], "");
        if (name.StartsWith("env.", StringComparison.Ordinal))
            return run.Environment(name[4..]) ?? "";
        return (_sharedNames.Contains(name) ? _globals : _locals).GetValueOrDefault(name, "");
    }

    public void Set(SievePosition at, string name, string value)
    {
        if (value.Length > SieveLimits.VariableValue)
            value = value[..(char.IsHighSurrogate(value[SieveLimits.VariableValue - 1]) ? SieveLimits.VariableValue - 1 : SieveLimits.VariableValue)];
        var isGlobal = name.StartsWith("global.", StringComparison.Ordinal);
        var target = isGlobal || _sharedNames.Contains(name) ? _globals : _locals;
        target[isGlobal ? name[7..] : name] = value;
        if (target.Count > SieveLimits.Variables)
            throw new SieveException(at, $"The script has more than {SieveLimits.Variables} variables.", $"Das Skript hat mehr als {SieveLimits.Variables} Variablen.");
    }

    /// <summary>Makes a name global in this script.</summary>
    /// <exception cref="SieveException">The script has set a variable of its own by that name (RFC 6609 3.4.1).</exception>
    public void Share(SievePosition at, string name)
    {
        if (_locals.ContainsKey(name))
            throw new SieveException(at, $"The variable \"{name}\" was set before 'global' made it a global one.", $"Die Variable \"{name}\" wurde gesetzt, ehe 'global' sie zu einer globalen machte.");
        _sharedNames.Add(name);
    }

    /// <summary>What <c>${0}</c>, <c>${1}</c> and so on stand for now.</summary>
    public IReadOnlyList<string> Matches => _matches;

    public void SetMatches(IReadOnlyList<string> matches) => _matches = matches;

    /// <summary>An included script begins with variables of its own; disposing brings the outer script's back.</summary>
    public Scope Enter()
    {
        var scope = new Scope(this, _locals, _sharedNames, _matches);
        (_locals, _sharedNames, _matches) = ([], [], []);
        return scope;
    }

    internal readonly struct Scope(SieveVariables variables, Dictionary<string, string> locals, HashSet<string> shared, IReadOnlyList<string> matches) : IDisposable
    {
        public void Dispose() => (variables._locals, variables._sharedNames, variables._matches) = (locals, shared, matches);
    }
}
