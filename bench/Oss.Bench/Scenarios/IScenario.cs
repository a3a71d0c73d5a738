namespace Oss.Bench.Scenarios;

/// <summary>One thing that is measured.</summary>
internal interface IScenario
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>What it does, in a sentence.</summary>
    string Says { get; }

    /// <summary>Starts what it needs, measures this platform and its peer in turn, prints the table, ends what it started.</summary>
    Task RunAsync();
}
