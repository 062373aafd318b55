using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Amphi.Ground;

/// <summary>
/// Small furniture for statements written by hand. Parameters are <c>$1</c>, <c>$2</c> … on both engines: PostgreSQL
/// reads them as positions, SQLite as names.
/// </summary>
public static class Sql
{
    /// <summary>Gives the statement its values, in order.</summary>
    public static void Bind(this DbCommand command, params ReadOnlySpan<object?> values)
    {
        if (command.Parameters.Count == values.Length)
        {
            for (var i = 0; i < values.Length; i++)
                command.Parameters[i].Value = values[i] ?? DBNull.Value;
            return;
        }

        for (var i = 0; i < values.Length; i++)
            command.Parameters.Add(Parameter(command, i + 1, values[i] ?? DBNull.Value));
    }

    public static DbCommand Statement(this DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return command;
    }

    /// <summary>Gives one statement of a batch its text and its values; those made before are used again.</summary>
    public static void Bind(this NpgsqlBatch batch, int place, string sql, ReadOnlySpan<object?> values)
    {
        if (batch.BatchCommands.Count > place)
        {
            var parameters = batch.BatchCommands[place].Parameters;
            for (var i = 0; i < values.Length; i++)
                parameters[i].Value = values[i] ?? DBNull.Value;
            return;
        }

        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        batch.BatchCommands.Add(command);
    }

    /// <summary>Runs one statement and says how many rows it touched.</summary>
    public static async Task<int> Run(this DbConnection connection, string sql, DbTransaction? transaction, CancellationToken cancel, params object?[] values)
    {
        await using var command = connection.Statement(sql, transaction);
        command.Bind(values);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private static DbParameter Parameter(DbCommand command, int position, object value) =>
        command is SqliteCommand ? new SqliteParameter($"${position}", value) : new NpgsqlParameter { Value = value };
}
