using System.Reflection;
using Oss.Domain.Persistence;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Oss.Tests.Databases;

/// <summary>Runs a theory once on SQLite and once on a real MariaDB.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachDatabaseAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([new TheoryDataRow<DatabaseProvider>(DatabaseProvider.Sqlite), new TheoryDataRow<DatabaseProvider>(DatabaseProvider.MySql)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
