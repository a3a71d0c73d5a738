namespace Oss.Domain.Persistence;

/// <summary>Which database, and where.</summary>
/// <param name="Provider">The kind of database.</param>
/// <param name="ConnectionString">ADO.NET connection string; holds the password and is never logged.</param>
public sealed record OssDatabaseOptions(DatabaseProvider Provider, string ConnectionString)
{
    /// <summary>Never shows the connection string.</summary>
    public override string ToString() => Provider.ToString();
}

/// <summary>Kinds of database.</summary>
public enum DatabaseProvider
{
    /// <summary>Embedded, one node.</summary>
    Sqlite,

    /// <summary>MariaDB 10.6 or later; MySQL lacks the collation of the text columns.</summary>
    MySql,
}
