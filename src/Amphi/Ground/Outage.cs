using Microsoft.Data.Sqlite;
using Npgsql;

namespace Amphi.Ground;

/// <summary>Tells a database that is away from a statement that is wrong.</summary>
public static class Outage
{
    /// <summary>
    /// True when nothing could be asked: no connection, no answer, no room. What PostgreSQL says itself is by the codes of
    /// its manual, appendix A: 57P01 to 57P03 (shutting down, starting), 53xxx (too many connections, disk full).
    /// </summary>
    public static bool IsBehind(Exception? fault) =>
        fault switch
        {
            null => false,
            PostgresException said => said.SqlState is "57P01" or "57P02" or "57P03" || said.SqlState.StartsWith("53", StringComparison.Ordinal),
            NpgsqlException => true,
            SqliteException said => said.SqliteErrorCode
                is SQLitePCL.raw.SQLITE_BUSY
                    or SQLitePCL.raw.SQLITE_IOERR
                    or SQLitePCL.raw.SQLITE_FULL
                    or SQLitePCL.raw.SQLITE_CANTOPEN,
            _ => IsBehind(fault.InnerException),
        };
}
