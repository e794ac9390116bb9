using Npgsql;
using NpgsqlTypes;

namespace BulkPush.Core.Persistence;

/// <summary>Array parameters for our own SQL; null stays null, with its type said.</summary>
internal static class SqlArray
{
    public static NpgsqlParameter Of(string name, Guid[]? values) => Typed(name, values, NpgsqlDbType.Uuid);

    public static NpgsqlParameter Of(string name, long[]? values) => Typed(name, values, NpgsqlDbType.Bigint);

    private static NpgsqlParameter Typed(string name, Array? values, NpgsqlDbType element) =>
        new(name, NpgsqlDbType.Array | element) { Value = values ?? (object)DBNull.Value };
}
