using Microsoft.Data.Sqlite;

namespace Oss.MailEngine.Queue.Administration;

/// <summary>Asks the index. A filter becomes a condition made of constants; what was typed is a parameter.</summary>
internal static class QueueQuery
{
    public static QueueOverview Describe(SqliteConnection database, QueueFilter filter)
    {
        using var sums = Command(database, $"SELECT COUNT(*), COALESCE(SUM(bytes), 0), MIN(arrived) FROM message m WHERE {Condition(filter)}", filter);
        using var row = sums.ExecuteReader();
        row.Read();
        return new QueueOverview(
            row.GetInt32(0), row.GetInt64(1), row.IsDBNull(2) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            [.. Facet(database, "SELECT state, COUNT(*) FROM message m WHERE ", " GROUP BY state", filter with { State = null })
                .Select(facet => facet with { Value = ((QueueState)int.Parse(facet.Value, System.Globalization.CultureInfo.InvariantCulture)).ToString() })],
            Facet(database, "SELECT w.destination, COUNT(DISTINCT w.message) FROM waiting w JOIN message m ON m.id = w.message WHERE ", " GROUP BY w.destination", filter with { Destination = null }, ofRecipients: true),
            Facet(database, "SELECT w.reason, COUNT(DISTINCT w.message) FROM waiting w JOIN message m ON m.id = w.message WHERE w.reason <> '' AND ", " GROUP BY w.reason", filter with { Reason = null }, ofRecipients: true));
    }

    public static QueuePage List(SqliteConnection database, QueueFilter filter, QueueCut cut)
    {
        var backwards = cut.Oldest || cut.NewerThan is not null;
        var border = (cut.NewerThan ?? cut.OlderThan) is { } id ? "(SELECT arrived FROM message WHERE id = $border)" : null;
        var from = border is null || cut.Oldest ? "1" : backwards ? $"(m.arrived, m.id) > ({border}, $border)" : $"(m.arrived, m.id) < ({border}, $border)";
        var order = backwards ? "m.arrived, m.id" : "m.arrived DESC, m.id DESC";
        using var command = Command(database, $"SELECT id, arrived, sender, bytes, state, recipients, recipient, reply, attempts, next FROM message m WHERE {from} AND {Condition(filter)} ORDER BY {order} LIMIT $limit", filter);
        command.Parameters.AddWithValue("$border", (cut.NewerThan ?? cut.OlderThan ?? Guid.Empty).ToString("N"));
        command.Parameters.AddWithValue("$limit", (long)cut.Limit + 1);
        var rows = new List<QueueRow>();
        using var read = command.ExecuteReader();
        while (read.Read())
            rows.Add(Row(read));

        var more = rows.Count > cut.Limit;
        var part = rows.Take(cut.Limit);
        return backwards
            ? new QueuePage([.. part.Reverse()], more, cut is { Oldest: false, NewerThan: not null })
            : new QueuePage([.. part], cut.OlderThan is not null, more);
    }

    /// <summary>Ids of what matches: sixteen octets a message, however many there are.</summary>
    public static IReadOnlyList<Guid> Ids(SqliteConnection database, QueueFilter filter)
    {
        using var command = Command(database, $"SELECT id FROM message m WHERE {Condition(filter)}", filter);
        var ids = new List<Guid>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
            ids.Add(Guid.ParseExact(rows.GetString(0), "N"));
        return ids;
    }

    private static QueueRow Row(SqliteDataReader row)
    {
        var (state, next) = ((QueueState)row.GetInt32(4), row.GetInt64(9));
        return new QueueRow(
            Guid.ParseExact(row.GetString(0), "N"), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetString(2), row.GetInt64(3), state, row.GetInt32(5), row.GetString(6), row.GetString(7),
            row.GetInt32(8), next == 0 || state == QueueState.Held ? null : DateTimeOffset.FromUnixTimeMilliseconds(next));
    }

    private static List<QueueFacet> Facet(SqliteConnection database, string select, string group, QueueFilter filter, bool ofRecipients = false)
    {
        using var command = Command(database, $"{select}{Condition(filter, ofRecipients)}{group} ORDER BY 2 DESC, 1 LIMIT $limit", filter);
        command.Parameters.AddWithValue("$limit", (long)QueueLimits.FacetValues);
        var facets = new List<QueueFacet>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
            facets.Add(new QueueFacet(rows.GetValue(0).ToString()!, rows.GetInt32(1)));
        return facets;
    }

    private static SqliteCommand Command(SqliteConnection database, string sql, QueueFilter filter) => QueueIndex.Command(
        database, sql, ("$state", (long)(filter.State ?? 0)), ("$destination", filter.Destination?.Trim().ToLowerInvariant() ?? ""), ("$reason", filter.Reason?.Trim() ?? ""),
        ("$text", filter.Text?.Trim().ToLowerInvariant() ?? ""));

    // Destination and reason of one recipient: one that waits for the destination for another reason is not meant.
    private static string Condition(QueueFilter filter, bool ofRecipients = false)
    {
        var conditions = new List<string>();
        if (filter.State is not null)
            conditions.Add("m.state = $state");
        var recipient = new List<string>();
        if (!string.IsNullOrWhiteSpace(filter.Destination))
            recipient.Add("w.destination = $destination");
        if (!string.IsNullOrWhiteSpace(filter.Reason))
            recipient.Add("w.reason = $reason");
        if (recipient.Count > 0)
            conditions.Add(ofRecipients ? string.Join(" AND ", recipient) : $"EXISTS (SELECT 1 FROM waiting w WHERE w.message = m.id AND {string.Join(" AND ", recipient)})");
        if (!string.IsNullOrWhiteSpace(filter.Text))
            conditions.Add("(instr(lower(m.sender), $text) > 0 OR EXISTS (SELECT 1 FROM waiting t WHERE t.message = m.id AND instr(lower(t.address), $text) > 0))");
        return conditions.Count == 0 ? "1" : string.Join(" AND ", conditions);
    }
}
